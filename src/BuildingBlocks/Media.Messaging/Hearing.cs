using System.Collections.Concurrent;

namespace Media.Messaging;

/// <summary>
/// Up to when modules have heard what was said to them. Who has not answered by then was silent; whether it was since is not known yet, for
/// the answer may be among what is still to be read. Saying things again to somebody who has answered would make that still longer.
/// </summary>
public sealed class Hearing(TimeProvider time)
{
    // What was heard in this time tells how far behind a module is; a module that heard nothing has nothing to read.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    // A message that somebody holds back, or another machine's clock, does not keep everything else from being said again.
    private static readonly TimeSpan LongestBehind = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, Behind> _modules = new(StringComparer.Ordinal);

    /// <summary>The time up to which a module has heard everything, to some seconds.</summary>
    public DateTimeOffset Until(string module) =>
        time.GetUtcNow() - (_modules.TryGetValue(module, out var behind) ? behind.Longest() : TimeSpan.Zero);

    /// <summary>A module hears a message.</summary>
    /// <param name="said">When it was said.</param>
    public void Hears(string module, DateTimeOffset said)
    {
        var behind = time.GetUtcNow() - said;
        _modules.GetOrAdd(module, _ => new Behind(time)).Add(behind < LongestBehind ? behind : LongestBehind);
    }

    /// <summary>The longest that a message was on its way, of those of this span of time and of the one before.</summary>
    private sealed class Behind(TimeProvider time)
    {
        private readonly Lock _lock = new();
        private long _began;
        private TimeSpan _longest;
        private TimeSpan _before;

        public void Add(TimeSpan behind)
        {
            lock (_lock)
            {
                Turn();
                _longest = behind > _longest ? behind : _longest;
            }
        }

        public TimeSpan Longest()
        {
            lock (_lock)
            {
                Turn();
                return _longest > _before ? _longest : _before;
            }
        }

        private void Turn()
        {
            var now = time.GetTimestamp();
            var passed = time.GetElapsedTime(_began, now);
            if (passed >= Remembered)
            {
                (_before, _longest, _began) = (passed < Remembered * 2 ? _longest : TimeSpan.Zero, TimeSpan.Zero, now);
            }
        }
    }
}
