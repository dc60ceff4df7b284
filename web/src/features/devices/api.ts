// Devices that receive push messages for the signed-in person.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';

export const useDevices = () => useQuery({ queryKey: ['devices'], queryFn: () => read(api.GET('/v1/devices', {})) });

export function useRemoveDevice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (deviceId: string) => read(api.DELETE('/v1/devices/{device_id}', { params: { path: { device_id: deviceId } } })),
    // Refused, it is mostly gone already.
    onSettled: () => client.invalidateQueries({ queryKey: ['devices'] }),
  });
}
