using Media.Documents;
using Media.Upload.Contracts;
using Media.Upload.Files;
using Microsoft.Extensions.Options;

namespace Media.Upload.Settle;

/// <summary>What Upload tells of a file: owed by its document until the saga answers.</summary>
internal sealed class Telling(IOptions<UploadSettings> settings)
{
    public const string StoredSlot = "stored";
    public const string ChangedSlot = "changed";
    public const string PurgingSlot = "purging";

    private const long FirstRevision = 1;

    private readonly SayAgain _again = new(settings.Value.SayAgain, settings.Value.LongestWait);

    /// <summary>Owes a message with the next revision.</summary>
    public void Owe(FileDocument file, string slot, DateTimeOffset now) => file.Owes.Owe(slot, ++file.Told, now);

    /// <summary>Marks what is due as said; the messages, to be sent after the write.</summary>
    public IReadOnlyList<object> MarkSaid(FileDocument file, DateTimeOffset now) =>
        [.. file.Owes.Say(now, _again).Select(slot => Message(file, slot))];

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
