-- A cursor of another life of the data begins anew.
local life = redis.call('HGET', KEYS[2], 'life') or ''
local from = '0'
if ARGV[1] == life and ARGV[2] ~= '' then
  from = ARGV[2]
end
local found = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. from, '+inf', 'WITHSCORES', 'LIMIT', 0, 1000)
local texts = {}
for index = 1, #found, 2 do
  texts[#texts + 1] = found[index]
  from = found[index + 1]
end
return {life, from, texts}
