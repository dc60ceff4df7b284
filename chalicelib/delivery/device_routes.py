"""The caller's own devices over HTTP: those on which the app shows push messages."""

from chalicelib.access.endpoint import Api, Call

from . import devices
from .device_schemas import Device, Devices, NewDevice

api = Api("delivery")


@api.get("/v1/devices", returns=Devices, summary="My devices that receive push messages")
def list_devices(call: Call) -> Devices:
    found = devices.of(call.principal.district, call.principal.user_id)
    return Devices(items=tuple(map(_device, found)))


@api.post(
    "/v1/devices", body=NewDevice, returns=Device, status=201, summary="Receive push messages on this device"
)
def add_device(call: Call) -> Device:
    me, new = call.principal, call.body
    return _device(
        devices.register(me.district, me.user_id, new.platform, new.token, new.name, call.clock.now())
    )


@api.delete("/v1/devices/{device_id}", summary="Receive no more push messages on a device")
def remove_device(call: Call) -> None:
    devices.remove(call.principal.district, call.principal.user_id, call.path["device_id"])


def _device(device: devices.Device) -> Device:
    return Device.model_validate(
        {
            "device_id": device.device_id,
            "platform": device.platform,
            "name": device.name,
            "created_at": device.registered_at,
        }
    )
