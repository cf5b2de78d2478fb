-- Each of wrk's threads has one connection, and so the times of reads and of posts can be told apart. Every twentieth
-- request is a post taken from the file (as in raw_requests.lua), if there is one; all others read.
local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long nanoseconds; } bench_time;
  int clock_gettime(int clock, bench_time *at);
]]
local at = ffi.new("bench_time")

local function microseconds()
  ffi.C.clock_gettime(1, at)
  return tonumber(at.seconds) * 1e6 + tonumber(at.nanoseconds) / 1e3
end

local known, threads = 0, {}
local posts, sent, posted, begun, kind, path = {}, 0, 0, 0, "reads", ""

function setup(thread)
  thread:set("number", known)
  known = known + 1
  threads[known] = thread
end

function init(args)
  path = args[1]
  local each = tonumber(args[2])
  sent = number
  if not args[3] then return end
  local file = assert(io.open(args[3], "rb"))
  local count = 0
  while true do
    local head = file:read(4)
    if not head then break end
    local a, b, c, d = head:byte(1, 4)
    local one = file:read(((a * 256 + b) * 256 + c) * 256 + d)
    if count % each == number then posts[#posts + 1] = one end
    count = count + 1
  end
  file:close()
end

function request()
  sent = sent + 1
  begun = microseconds()
  if sent % 20 == 0 and posted < #posts then
    kind, posted = "posts", posted + 1
    return posts[posted]
  end
  kind = "reads"
  return wrk.format("GET", path)
end

-- Buckets of five per cent, from a microsecond on: each a global number, which is what wrk can hand to another thread.
function response()
  local bucket = kind .. math.floor(math.log(math.max(1, microseconds() - begun)) * 20)
  _G[bucket] = (_G[bucket] or 0) + 1
end

function done()
  for _, name in ipairs({ "reads", "posts" }) do
    local all, count = {}, 0
    for _, thread in ipairs(threads) do
      for bucket = 0, 600 do
        local many = thread:get(name .. bucket) or 0
        all[bucket] = (all[bucket] or 0) + many
        count = count + many
      end
    end
    local line = name .. " " .. count
    for _, share in ipairs({ 0.5, 0.99 }) do
      local passed = 0
      for bucket = 0, 600 do
        passed = passed + (all[bucket] or 0)
        if count > 0 and passed >= share * count then
          line = line .. string.format(" %.1f", math.exp((bucket + 1) / 20))
          break
        end
      end
    end
    print(line)
  end
end
