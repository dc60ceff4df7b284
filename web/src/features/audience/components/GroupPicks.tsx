// The person's groups as tick boxes. A group stays a group: who is in it is looked up when the message is sent.
import { useTranslation } from 'react-i18next';
import { LinkButton } from '@/components/Button';
import { useFormat } from '@/lib/format';
import { useGroupsOf } from '../groups';
import { Tick, type PickProps } from './PlacePicks';

export function GroupPicks({ kind, ...props }: PickProps & { kind: 'studentGroup' | 'staffGroup' }) {
  const { t } = useTranslation();
  const format = useFormat();
  const groups = useGroupsOf(kind === 'studentGroup' ? 'students' : 'staff');
  return (
    <div className="stack" style={{ '--gap': '0.5rem' } as React.CSSProperties}>
      <fieldset className="picks">
        <legend className="visually-hidden">{t(kind === 'studentGroup' ? 'compose.ways.studentGroup' : 'compose.ways.staffGroup')}</legend>
        {groups.map((g) => {
          const size = t('groups.members', { count: g.members, shown: format.number(g.members) });
          return (
            <Tick key={g.group_id} {...props} pick={{ kind, id: g.group_id, name: g.name, hint: size }} title={g.name}
              hint={g.own ? size : `${size} · ${t('groups.of', { name: g.owner_name })}`} />
          );
        })}
      </fieldset>
      <div><LinkButton small look="quiet" icon="people" to="/groups">{t('groups.manage')}</LinkButton></div>
    </div>
  );
}
