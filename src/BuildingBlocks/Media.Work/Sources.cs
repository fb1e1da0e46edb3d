using Media.Documents;

namespace Media.Work;

/// <summary>The originals that a worker has heard of, each module its own.</summary>
public sealed class Sources
{
    private static readonly TimeSpan TombstoneKept = TimeSpan.FromDays(30);

    private readonly IDocuments<SourceDocument> _documents;
    private readonly TimeProvider _time;

    internal Sources(IDocuments<SourceDocument> documents, TimeProvider time) => (_documents, _time) = (documents, time);

    /// <summary>Keeps where a file's original is.</summary>
    /// <returns>False where the file has ended.</returns>
    public async Task<bool> Learn(Guid file, string tenant, string blob, string mediaType, long bytes, string sha256, CancellationToken stop)
    {
        while (true)
        {
            if (await _documents.Get(IdOf(file), stop) is { } known)
            {
                if (known.ForgottenAt is not null || known.Blob is not null)
                {
                    return known.ForgottenAt is null;
                }

                // Only a stop was heard of it so far.
                (known.Blob, known.MediaType, known.Bytes, known.Sha256) = (blob, mediaType, bytes, sha256);
                if (await _documents.Replace(known, stop) == Write.Written)
                {
                    return true;
                }
            }
            else if (await _documents.Insert(
                new SourceDocument { Id = IdOf(file), Tenant = tenant, Blob = blob, MediaType = mediaType, Bytes = bytes, Sha256 = sha256 }, stop) == Write.Written)
            {
                return true;
            }
        }
    }

    /// <summary>A file's original; null where none was heard of, it has ended, or it is another tenant's.</summary>
    public async Task<SourceDocument?> Find(Guid file, string tenant, CancellationToken stop) =>
        await _documents.Get(IdOf(file), stop) is { Blob: not null, ForgottenAt: null } source && source.Tenant == tenant ? source : null;

    /// <summary>Marks a step as no longer wanted, in any generation up to this one.</summary>
    public Task Stop(Guid file, string tenant, string step, int generation, CancellationToken stop) => Change(
        file,
        tenant,
        source =>
        {
            if (source.ForgottenAt is not null || source.Stops.GetValueOrDefault(step) >= generation)
            {
                return false;
            }

            source.Stops[step] = generation;
            return true;
        },
        stop);

    /// <summary>Turns what is known into a tombstone, also of a file that was never heard of.</summary>
    public Task Forget(Guid file, string tenant, CancellationToken stop) => Change(
        file,
        tenant,
        source =>
        {
            if (source.ForgottenAt is not null)
            {
                return false;
            }

            source.ForgottenAt = _time.GetUtcNow();
            source.DueAt = source.ForgottenAt + TombstoneKept;
            (source.Blob, source.MediaType, source.Bytes, source.Sha256) = (null, null, 0, null);
            source.Stops.Clear();
            source.Begun.Clear();
            return true;
        },
        stop);

    /// <summary>
    /// Notes that a process begins a step, before anything can happen to it: StepStarted may die with the process that says it, and a file
    /// that kills its worker at once would be asked for again forever.
    /// </summary>
    /// <returns>How many other processes began it, in this generation, and never said how it ended.</returns>
    internal async Task<int> Begin(StepRun run, Guid process, CancellationToken stop)
    {
        var lost = 0;
        await Change(
            run.FileId,
            run.Tenant,
            source =>
            {
                var known = source.Begun.GetValueOrDefault(run.Step);
                var before = known?.Generation == run.Generation ? known : new Beginnings(run.Generation, null, 0);
                lost = before.Lost + (before.By is null || before.By == process ? 0 : 1);
                if (source.ForgottenAt is not null || known?.Generation > run.Generation || before.By == process)
                {
                    return false;
                }

                source.Begun[run.Step] = new Beginnings(run.Generation, process, lost);
                return true;
            },
            stop);
        return lost;
    }

    /// <summary>Notes that a process lived to say how a step ended without a manifest.</summary>
    internal Task End(StepRun run, Guid process, CancellationToken stop) => Change(
        run.FileId,
        run.Tenant,
        source =>
        {
            if (source.Begun.GetValueOrDefault(run.Step) is not { } begun || begun.By != process)
            {
                return false;
            }

            source.Begun[run.Step] = begun with { By = null };
            return true;
        },
        stop);

    /// <summary>Whether a step is still to be done, as anyone in any process has marked it.</summary>
    internal async Task<Standing> StandingOf(Guid file, string step, int generation, CancellationToken stop) => await _documents.Get(IdOf(file), stop) switch
    {
        { ForgottenAt: null } source => source.Stops.GetValueOrDefault(step) < generation ? Standing.Wanted : Standing.Stopped,
        _ => Standing.Ended,
    };

    private async Task Change(Guid file, string tenant, Func<SourceDocument, bool> change, CancellationToken stop)
    {
        while (true)
        {
            var known = await _documents.Get(IdOf(file), stop);
            var source = known ?? new SourceDocument { Id = IdOf(file), Tenant = tenant };
            if (!change(source) || (known is null ? await _documents.Insert(source, stop) : await _documents.Replace(source, stop)) == Write.Written)
            {
                return;
            }
        }
    }

    private static string IdOf(Guid file) => file.ToString();
}
