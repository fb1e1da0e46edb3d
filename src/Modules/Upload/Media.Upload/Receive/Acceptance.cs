using Media.Blobs;
using Media.Documents;
using Media.Documents.Turns;
using Media.Imaging;
using Media.Upload.Contracts;
using Media.Upload.Files;
using Media.Upload.Settle;
using Media.Upload.Sniff;
using Media.Web;
using Microsoft.Extensions.Options;

namespace Media.Upload.Receive;

/// <summary>What the client says of a file that comes.</summary>
/// <param name="Declared">The media type that the request names for it, or null.</param>
/// <param name="Length">The length that the request declares, or null.</param>
/// <param name="Sha256">The digest that the request declares, lower-case hex, or null.</param>
internal sealed record Coming(
    string Tenant, string Name, string? Declared, long? Length, string? Sha256, string Preset, Switches Switches);

/// <summary>Accepted, or why not.</summary>
internal sealed record Accepted(FileDocument? File, ProblemCode? Problem = null, string? Detail = null);

/// <summary>
/// Takes a file's bytes in: (a) the document as receiving, with a lease; (b) the bytes, hashed and told by their head, made durable;
/// (c) the document as stored, owing FileStored: from here on the file is accepted; (d) the answer; (e) the message.
/// Whatever ends it before (c) leaves a document that becomes abandoned, and a blob that goes.
/// </summary>
internal sealed class Acceptance(
    IDocuments<FileDocument> documents,
    IBlobs blobs,
    Abandonment abandonment,
    Telling telling,
    Saying saying,
    Outstanding<FileDocument> outstanding,
    IOptions<UploadSettings> settings,
    IOptions<PictureLimits> limits,
    TimeProvider time)
{
    private readonly UploadSettings _settings = settings.Value;

    /// <param name="end">Asked once the bytes are there and before they are accepted: what follows them may refuse them yet.</param>
    public async Task<Accepted> Receive(Coming coming, Stream content, Func<CancellationToken, Task<Accepted?>> end, CancellationToken stop)
    {
        if (coming.Length > _settings.MaxBytes)
        {
            return TooLarge();
        }

        if (coming.Length == 0)
        {
            return new Accepted(null, ProblemCode.FileEmpty);
        }

        var file = Begin(coming);
        if (await documents.Insert(file.Settled(), stop) != Write.Written)
        {
            throw new InvalidOperationException("a new id was taken");
        }

        var taken = await Take(coming, file, content, end, stop);
        if (taken.Problem is not null)
        {
            await abandonment.Abandon(file.FileId);
            return taken;
        }

        var kept = await Keep(file);
        outstanding.Changed(kept, before: []);
        if (kept.QueuedAt is null)
        {
            // (d) is the caller's; what is said now is owed anyway.
            await saying.Say([telling.Stored(kept)]);
        }
        else
        {
            outstanding.Waits();
        }

        return new Accepted(kept);
    }

    private FileDocument Begin(Coming coming)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        return new FileDocument
        {
            Id = id.ToString(),
            Tenant = coming.Tenant,
            Phase = FilePhase.Receiving,
            Blob = $"originals/{coming.Tenant}/{id}/{Guid.NewGuid():N}",
            Name = coming.Name,
            Preset = coming.Preset,
            Switches = coming.Switches,
            CreatedAt = now,
            UpdatedAt = now,
            LeaseUntil = now + _settings.Lease,
        };
    }

    private async Task<Accepted> Take(
        Coming coming, FileDocument file, Stream content, Func<CancellationToken, Task<Accepted?>> end, CancellationToken stop)
    {
        try
        {
            await using var incoming = new IncomingStream(content, head => Refuse(coming, file, head), () => Renew(file, stop));
            var written = await blobs.Write(file.Blob, incoming, _settings.MaxBytes, stop);
            (file.Bytes, file.Sha256) = (written.Bytes, written.Sha256);
            return Refuse(coming, file) ?? await end(stop) ?? new Accepted(file);
        }
        catch (BlobTooLargeException)
        {
            return TooLarge();
        }
        catch (RefusedByHeadException refused)
        {
            return refused.Why;
        }
        catch
        {
            await abandonment.Abandon(file.FileId);
            throw;
        }
    }

    private static Accepted? Refuse(Coming coming, FileDocument file) =>
        coming.Length is { } length && length != file.Bytes
            ? new Accepted(null, ProblemCode.LengthMismatch, $"{length} bytes were declared and {file.Bytes} came.")
        : file.Bytes == 0 ? new Accepted(null, ProblemCode.FileEmpty)
        : coming.Sha256 is { } digest && digest != file.Sha256 ? new Accepted(null, ProblemCode.DigestMismatch)
        : null;

    // As soon as the head is there, so that a gigabyte of the wrong thing is not taken in first.
    private Accepted? Refuse(Coming coming, FileDocument file, ReadOnlySpan<byte> head)
    {
        var sniffed = ContentSniffer.Sniff(head);
        file.MediaType = sniffed.MediaType;
        if (MediaTypes.ClaimedBy(coming.Name) is { } claimed && MediaTypes.Contradicts(claimed, sniffed.MediaType))
        {
            return new Accepted(null, ProblemCode.MediaTypeContradictsContent, $"The name says {claimed}, the content is {sniffed.MediaType}.");
        }

        if (coming.Declared is { } declared && MediaTypes.Contradicts(declared, sniffed.MediaType))
        {
            return new Accepted(null, ProblemCode.MediaTypeContradictsContent, $"The declared type is {declared}, the content is {sniffed.MediaType}.");
        }

        if (!_settings.Accepts(sniffed.MediaType))
        {
            return new Accepted(null, ProblemCode.MediaTypeNotAllowed, $"The content is {sniffed.MediaType}; accepted are {_settings.MediaTypes}.");
        }

        return sniffed.Picture is { Width: { } width, Height: { } height } && limits.Value.Check(width, height) is { } problem
            ? new Accepted(null, ProblemCode.All.First(c => c.Code == problem.Code), problem.Detail)
            : null;
    }

    private async Task Renew(FileDocument file, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        if (file.LeaseUntil - now > _settings.Lease / 2)
        {
            return;
        }

        file.LeaseUntil = now + _settings.Lease;
        if (await documents.Replace(file.Settled(), stop) != Write.Written)
        {
            throw new DocumentsUnavailableException("the upload stood still for longer than its lease");
        }
    }

    /// <summary>(c). Not to be cancelled: from here on the answer is what the document says.</summary>
    private async Task<FileDocument> Keep(FileDocument file)
    {
        var now = time.GetUtcNow();
        file.Phase = FilePhase.Stored;
        file.LeaseUntil = null;
        file.UpdatedAt = now;
        telling.OweInTurn(file, now);
        if (outstanding.HasRoom(Telling.StoredSlot, file.Tenant))
        {
            Telling.Turn(file, now);
            telling.MarkSaid(file, now);
        }

        try
        {
            if (await documents.Replace(file.Settled(), CancellationToken.None) == Write.Written)
            {
                return file;
            }
        }
        catch (DocumentsUnavailableException)
        {
            // It may have been written all the same, or be on its way: the abandonment comes before it or after it, and tells which.
            if (await abandonment.Abandon(file.FileId) is { Phase: FilePhase.Stored } there)
            {
                return there;
            }

            throw;
        }

        await abandonment.Abandon(file.FileId);
        throw new DocumentsUnavailableException("the upload took longer than its lease");
    }

    private Accepted TooLarge() => new(null, ProblemCode.FileTooLarge, $"A file may have {_settings.MaxBytes} bytes.");
}
