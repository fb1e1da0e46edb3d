using Media.Upload.Settle;
using Media.Web;
using Microsoft.AspNetCore.Http;

namespace Media.Upload.Files;

/// <summary>Changes a file for a client: If-Match, the write, and what it makes Upload owe.</summary>
internal sealed class FileChange(FileStore files, Telling telling, Saying saying, TimeProvider time)
{
    /// <param name="change">Changes the document; names the slot that this makes it owe, or null where nobody else is told.</param>
    /// <returns>The file as it is then; or why not.</returns>
    public async Task<(FileDocument? File, ProblemCode? Problem)> Apply(
        HttpRequest request, Guid id, string tenant, Func<FileDocument, DateTimeOffset, Owing> change, CancellationToken stop)
    {
        IReadOnlyList<object> messages = [];
        ProblemCode? problem = null;
        var file = await files.Change(
            id,
            file =>
            {
                // Who lost the compare-and-swap says nothing of what it would have written.
                messages = [];
                problem = file.Phase != FilePhase.Stored || file.Tenant != tenant ? ProblemCode.FileNotFound
                    : request.IfMatchFails(file.Edition) ? ProblemCode.PreconditionFailed
                    : null;
                if (problem is not null)
                {
                    return false;
                }

                var now = time.GetUtcNow();
                var owing = change(file, now);
                if (!owing.Changed)
                {
                    return false;
                }

                file.UpdatedAt = now;
                file.Edition++;
                if (owing.Slot is { } slot)
                {
                    telling.Owe(file, slot, now);
                }

                messages = telling.MarkSaid(file, now);
                return true;
            },
            stop);
        if (file is null || problem is not null)
        {
            return (null, problem ?? ProblemCode.FileNotFound);
        }

        await saying.Say(messages);
        return (file, null);
    }
}

/// <summary>What a change comes to.</summary>
/// <param name="Changed">False: nothing is to be written.</param>
/// <param name="Slot">What is owed for it, or null.</param>
internal sealed record Owing(bool Changed, string? Slot = null)
{
    public static readonly Owing Nothing = new(false);
}
