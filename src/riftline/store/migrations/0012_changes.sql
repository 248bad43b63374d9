-- from which day on something is new
-- Each change of events or articles has a number, higher than that of all before, and the earliest day on which what changed was published or happened.
-- One whose day is not before that of a later change is not needed and goes.
CREATE TABLE changes (number BIGINT NOT NULL, day DATE NOT NULL);
