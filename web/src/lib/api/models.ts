// The API's nouns under short names. Everything in the app takes its types from here.
import type { components } from './schema';

type Schemas = components['schemas'];
export type Channel = Schemas['Channel'];
export type DeliveryStatus = Schemas['DeliveryStatus'];
export type Problem = Schemas['Problem'];
export type SignInAnswer = Schemas['SignInAnswer'];
export type Me = Schemas['Me'];
export type School = Schemas['School'];
export type Section = Schemas['Section'];
export type Student = Schemas['Student'];
export type Staff = Schemas['Staff'];
export type Audience = Schemas['Audience'];
export type AudienceCount = Schemas['AudienceCount'];
export type Reach = Schemas['Reach'];
export type NewMessage = Schemas['NewMessage'];
export type Message = Schemas['Message'];
export type Part = Schemas['Part'];
export type Recipient = Schemas['Recipient'];
export type Thread = Schemas['Thread'];
export type ThreadEntry = Schemas['ThreadEntry'];
export type HistoryRow = Schemas['HistoryRow'];
export type HistoryQuery = Schemas['HistoryQuery'];
export type Sender = Schemas['Sender'];
export type Device = Schemas['Device'];
export type RosterImport = Schemas['RosterImport'];
export type RosterRow = Schemas['RosterRow'];
export type RosterRowKind = Schemas['RosterRowKind'];

export const channels: readonly Channel[] = ['email', 'sms', 'voice', 'push', 'portal'];
export const deliveryStatuses: readonly DeliveryStatus[] = ['sent', 'pending', 'error', 'expired', 'duplicate'];
