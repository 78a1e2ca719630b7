"""Durable delivery: what is accepted is answered, in order and once, whatever happens in between."""

from adapters.delivery.console import Report as Report
from adapters.delivery.console import events as events
from adapters.delivery.console import forget as forget
from adapters.delivery.console import look as look
from adapters.delivery.console import resend as resend
from adapters.delivery.console import users as users
from adapters.delivery.database import delivery_url as delivery_url
from adapters.delivery.delivery import Delivery as Delivery
from adapters.delivery.errors import AmbiguousError as AmbiguousError
from adapters.delivery.errors import BusyError as BusyError
from adapters.delivery.errors import DeliveryError as DeliveryError
from adapters.delivery.errors import RejectedError as RejectedError
from adapters.delivery.errors import RetryLaterError as RetryLaterError
from adapters.delivery.errors import SendError as SendError
from adapters.delivery.errors import StoppedError as StoppedError
from adapters.delivery.models import Counts as Counts
from adapters.delivery.models import Event as Event
from adapters.delivery.models import Failure as Failure
from adapters.delivery.models import Inbound as Inbound
from adapters.delivery.models import Outgoing as Outgoing
from adapters.delivery.models import Policy as Policy
from adapters.delivery.models import part_id as part_id
from adapters.delivery.platform import Handler as Handler
from adapters.delivery.platform import Platform as Platform
from adapters.delivery.platform import Sender as Sender
