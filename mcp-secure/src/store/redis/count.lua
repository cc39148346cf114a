local amount, most = tonumber(ARGV[1]), tonumber(ARGV[2])
local total = tonumber(redis.call('GET', KEYS[1]) or 0)
if total + amount > most then
  return {0, total}
end
if amount > 0 then
  redis.call('INCRBY', KEYS[1], ARGV[1])
  if total == 0 then
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
  end
end
return {1, total + amount}
