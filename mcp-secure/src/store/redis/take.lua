-- GCRA. Of a bucket one moment is kept: when it will be full again, in tenths of a microsecond
-- since 2025, so that a double holds it exactly until 2053.
local interval, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = (tonumber(time[1]) - 1735689600) * 10000000 + tonumber(time[2]) * 10
local refill = interval * burst
local from = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
-- Further away than a full burst: written under another rate, or by a clock that was turned back.
from = math.min(from, now + refill)
local after = from + interval * cost
if after > now + refill then
  return {0, math.floor((now + refill - from) / interval), after - now - refill}
end
if cost > 0 then
  local ends = math.ceil((after - now) / 10000)
  redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', ends)
end
return {1, math.floor((now + refill - after) / interval), 0}
