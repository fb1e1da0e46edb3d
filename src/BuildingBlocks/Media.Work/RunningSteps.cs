using System.Collections.Concurrent;

namespace Media.Work;

/// <summary>What this process makes at this moment: the same bytes are made by one at a time.</summary>
internal sealed class RunningSteps
{
    private readonly ConcurrentDictionary<(Guid File, string Recipe), Turn> _turns = new();

    /// <summary>
    /// Waits for its turn, where an earlier attempt makes the same: its manifest may be there then. Null where the same attempt, or a later one,
    /// is at it already, which answers for this one too.
    /// </summary>
    /// <returns>The turn; disposing gives it back.</returns>
    public async Task<IDisposable?> Enter(StepRun run, CancellationToken stop)
    {
        var mine = new Turn(_turns, run);
        while (true)
        {
            var taken = _turns.GetOrAdd((run.FileId, run.Recipe), mine);
            if (ReferenceEquals(taken, mine))
            {
                return mine;
            }

            if (run.Generation < taken.Generation || (run.Generation == taken.Generation && run.Attempt <= taken.Attempt))
            {
                return null;
            }

            await taken.Over.WaitAsync(stop);
        }
    }

    private sealed class Turn(ConcurrentDictionary<(Guid File, string Recipe), Turn> turns, StepRun run) : IDisposable
    {
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Generation => run.Generation;

        public int Attempt => run.Attempt;

        public Task Over => _over.Task;

        public void Dispose()
        {
            turns.TryRemove(KeyValuePair.Create((run.FileId, run.Recipe), this));
            _over.TrySetResult();
        }
    }
}
