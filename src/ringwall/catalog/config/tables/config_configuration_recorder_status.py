"""Whether the recorders of AWS Config run."""

from ringwall.catalog.config.recorders import read_recorder_status
from ringwall.model.table import Table, boolean, moment, text

status = Table(
    name="config_configuration_recorder_status",
    doc="Whether a configuration recorder runs: it starts only once there is a delivery channel.",
    fetch=read_recorder_status,
    arn="arn:{partition}:config:{region}:{account_id}:configuration-recorder/{name}/status",
    columns=(
        text("name", "name", "The recorder's name."),
        boolean("is_recording", "recording", "It is recording.", required=True),
        text("last_status", "lastStatus", "The last delivery: Success, Failure or Pending."),
        text("last_error_message", "lastErrorMessage", "Why the last delivery failed."),
        moment("last_start_time", "lastStartTime", "When it was last started."),
        moment("last_stop_time", "lastStopTime", "When it was last stopped."),
    ),
)
