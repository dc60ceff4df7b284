// The API's nouns under short names. Everything in the app takes its types from here.
import type { components } from './schema';

type Schemas = components['schemas'];
export type Channel = Schemas['Channel'];
export type DeliveryStatus = Schemas['DeliveryStatus'];
export type Reach = Schemas['Reachable'];
/** Of each channel: whom it reaches, and how many deliveries it makes. */
export type ReachByChannel = { [channel: string]: Pick<Reach, 'reachable' | 'unreachable' | 'deliveries'> };
/** The refusal of a send that needs confirming adds how many it would reach, and by which ways. */
export type Problem = Omit<Schemas['Problem'], 'detail'> & { detail?: string; recipients?: number; by_channel?: ReachByChannel };
export type SignInAnswer = Schemas['SignedIn'];
export type Me = Schemas['Me'];
export type Audience = Schemas['AudienceIn'];
export type AudienceCount = Schemas['CountOut'];
export type Unreachable = Schemas['Unreachable'];
export type UnreachableRow = Schemas['UnreachableRow'];
export type MessagePreview = Schemas['PreviewOut'];
export type PreviewOrder = Schemas['PreviewIn'];
export type PartEstimate = Schemas['PartEstimate'];
export type Estimate = Schemas['EstimateOut'];
export type ContactabilityRow = Schemas['ContactabilityRow'];
export type ContactabilityWho = Schemas['Who'];
export type GroupKind = Schemas['GroupKind'];
export type Group = Schemas['GroupItem'];
export type NewMessage = Schemas['NewMessage'];
export type AcceptedMessage = Schemas['AcceptedMessage'];
export type Message = Schemas['SentMessage'];
export type WholeMessage = Schemas['SentMessageWhole'];
export type Part = Schemas['PartNumbers'];
export type Recipient = Schemas['RecipientRow'];
export type Reason = Schemas['Reason'] | Schemas['Unreachable'];
export type Thread = Schemas['ThreadRow'];
export type ThreadEntry = Schemas['EntryRow'];
export type When = Schemas['When'];
export type Scheduled = Schemas['ScheduledRow'];
export type ScheduledWhole = Schemas['ScheduledMessage'];
export type HistoryRow = Schemas['HistoryRow'];
export type InsertField = Schemas['InsertField'];
export type Device = Schemas['Device'];
export type MySettings = Schemas['MySettingsOut'];
export type DistrictSettings = Schemas['DistrictSettings'];
export type SchoolSettings = Schemas['SchoolSettings'];
export type ContactSettings = Schemas['ContactSettings'];
export type PersonSettings = Schemas['PersonSettings'];
export type JobRun = Schemas['JobRun'];
export type Provider = Schemas['Provider'];
export type AuditRow = Schemas['AuditRow'];
export type ImportField = Schemas['Column'];
export type ImportReason = Schemas['RowFault'];
export type ImportColumns = Schemas['ImportColumns'];
export type ImportPreview = Schemas['ImportPreview'];
export type ImportResult = Schemas['ImportResult'];
export type RosterImport = Schemas['RosterImport'];
export type RosterRow = Schemas['RosterRow'];
export type RosterRowKind = Schemas['RosterRowKind'];

export const channels: readonly Channel[] = ['email', 'sms', 'voice', 'push', 'portal'];
export const deliveryStatuses: readonly DeliveryStatus[] = ['sent', 'pending', 'error', 'expired', 'duplicate'];
