using MassTransit;
using MassTransit.RetryPolicies;

namespace Media.Messaging.Handling;

/// <summary>
/// When a handler runs again: for ever where a store is out of reach, with growing waits, and where another handler's write
/// of the same document was first, soon. Anything else is not run again here.
/// </summary>
/// <param name="longestWait">Null where somebody else waits for stores.</param>
internal sealed class RunAgain(TimeSpan? longestWait) : IRetryPolicy
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    public bool IsHandled(Exception exception) => (longestWait is not null && OutOfReach.Is(exception)) || exception is ConcurrencyException or { InnerException: ConcurrencyException };

    public RetryPolicyContext<T> CreatePolicyContext<T>(T context) where T : class, PipeContext => new Policy<T>(this, context);

    public void Probe(ProbeContext context) => context.Set(new { Policy = nameof(RunAgain), LongestWait = longestWait });

    private TimeSpan Wait(Exception exception, int attempt) =>
        exception is ConcurrencyException or { InnerException: ConcurrencyException }
            ? TimeSpan.FromMilliseconds(Random.Shared.Next(1, 30))
            : TimeSpan.FromTicks((long)Math.Min(longestWait!.Value.Ticks, FirstWait.Ticks * Math.Pow(2, Math.Min(attempt, 20))));

    private sealed class Policy<T>(RunAgain policy, T context) : BaseRetryPolicyContext<T>(policy, context)
        where T : class, PipeContext
    {
        protected override RetryContext<T> CreateRetryContext(Exception exception, CancellationToken cancellationToken) =>
            new Again<T>(policy, Context, exception, 0, cancellationToken);
    }

    private sealed class Again<T>(RunAgain policy, T context, Exception exception, int attempt, CancellationToken stop)
        : BaseRetryContext<T>(context, exception, attempt, stop), RetryContext<T>
        where T : class, PipeContext
    {
        public override TimeSpan? Delay => policy.Wait(Exception, RetryCount);

        bool RetryContext<T>.CanRetry(Exception exception, out RetryContext<T> retryContext)
        {
            retryContext = new Again<T>(policy, Context, exception, RetryCount + 1, CancellationToken);
            return policy.IsHandled(exception) && !CancellationToken.IsCancellationRequested;
        }
    }
}
