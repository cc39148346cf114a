-- KEYS: what was revoked, by place; the same, by when it ends; the life of the data and the last place.
local ended = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', '(' .. ARGV[3], 'LIMIT', 0, 1000)
for _, text in ipairs(ended) do
  redis.call('ZREM', KEYS[1], text)
  redis.call('ZREM', KEYS[2], text)
end
if redis.call('ZCARD', KEYS[1]) >= 100000 and not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  return 0
end
if redis.call('EXISTS', KEYS[3]) == 0 then
  local time = redis.call('TIME')
  redis.call('HSET', KEYS[3], 'life', time[1] .. '.' .. time[2])
end
local place = redis.call('HINCRBY', KEYS[3], 'place', 1)
redis.call('ZADD', KEYS[1], place, ARGV[1])
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
return 1
