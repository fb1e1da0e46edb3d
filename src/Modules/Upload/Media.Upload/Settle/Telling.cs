using Media.Documents;
using Media.Messaging;
using Media.Upload.Contracts;
using Media.Upload.Files;
using Microsoft.Extensions.Options;

namespace Media.Upload.Settle;

/// <summary>What Upload tells of a file: owed by its document until the saga answers.</summary>
internal sealed class Telling(IOptions<UploadSettings> settings, Hearing hearing)
{
    public const string StoredSlot = "stored";
    public const string ChangedSlot = "changed";
    public const string PurgingSlot = "purging";

    /// <summary>How many files may be told of and not answered before further ones wait for their turn.</summary>
    public const int Outstanding = 64;

    /// <summary>The same for one tenant's.</summary>
    public const int OutstandingOfTenant = 8;

    private const long FirstRevision = 1;

    private readonly SayAgain _again = new(settings.Value.SayAgain, settings.Value.LongestWait);

    /// <summary>Owes a message with the next revision.</summary>
    public void Owe(FileDocument file, string slot, DateTimeOffset now) => file.Owes.Owe(slot, ++file.Told, now);

    /// <summary>Owes that the file is stored, to be said once its turn comes. Should that never be, it is said after the longest wait all the same.</summary>
    public void OweInTurn(FileDocument file, DateTimeOffset now)
    {
        file.Told = FirstRevision;
        file.Owes.Owe(StoredSlot, FirstRevision, now + settings.Value.LongestWait);
    }

    /// <summary>Its turn has come: it is due.</summary>
    public static void Turn(FileDocument file, DateTimeOffset now) => file.Owes.Owe(StoredSlot, FirstRevision, now);

    /// <summary>Marks what is due as said; the messages, to be sent after the write.</summary>
    public IReadOnlyList<object> MarkSaid(FileDocument file, DateTimeOffset now) =>
        [.. file.Owes.Say(now, hearing.Until(UploadModule.ModuleName), _again).Select(slot => Message(file, slot))];

    /// <summary>
    /// Always the first thing told. Under a later number the saga's answer would stand for a new name or the trash too, of which it has not heard.
    /// </summary>
    public FileStored Stored(FileDocument file) => new(
        file.FileId, file.Tenant, FirstRevision, file.Name, file.MediaType!, file.Bytes, file.Sha256!, file.Blob, file.Preset, file.Switches, file.CreatedAt);

    private object Message(FileDocument file, string slot) => slot switch
    {
        StoredSlot => Stored(file),
        ChangedSlot => new FileChanged(file.FileId, file.Tenant, file.Owes.Slots[slot].Revision, file.Name, file.TrashedAt is not null),
        PurgingSlot => new FilePurging(file.FileId, file.Tenant, file.Owes.Slots[slot].Revision),
        _ => throw new InvalidOperationException($"nothing is known of the slot {slot}"),
    };
}
