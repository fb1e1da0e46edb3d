using Media.Caching;
using Media.Delivery.Contracts;
using Media.Documents;
using Media.Web;

namespace Media.Delivery.Publish;

/// <summary>The publications of all files. Written by compare-and-swap, so that messages may come twice, late, and in any order.</summary>
internal sealed class Publications(IDocuments<Publication> documents, ICache cache, KnownWithin known, TimeProvider time)
{
    private static readonly TimeSpan TombstoneKept = TimeSpan.FromDays(30);

    /// <summary>Keeps a publication unless a higher revision or a tombstone is there.</summary>
    /// <returns>The highest revision that is kept; of a tombstone at least the one that it refuses, so that nobody says that again.</returns>
    public Task<long> Publish(PublishFile said, CancellationToken stop) => Change(
        said.FileId,
        said.Tenant,
        said.Revision,
        publication =>
        {
            publication.Original = new Original(said.Name, said.MediaType, said.Bytes, said.Sha256, said.Blob, said.StoredAt);
            publication.Trashed = said.Trashed;
            publication.Renditions = said.Renditions;
            publication.Detections = said.Detections;
        },
        unlessHigher: true,
        stop);

    /// <summary>Turns the publication into a tombstone, also where none was heard of and whatever its revision.</summary>
    /// <returns>The highest revision heard of.</returns>
    public Task<long> Withdraw(WithdrawFile said, CancellationToken stop) => Change(
        said.FileId,
        said.Tenant,
        said.Revision,
        publication =>
        {
            (publication.Original, publication.Renditions, publication.Detections) = (null, null, null);
            publication.DueAt = time.GetUtcNow() + TombstoneKept;
        },
        unlessHigher: false,
        stop);

    /// <summary>
    /// What is served of a file; null where that is nothing: it was never published, belongs to another tenant, is in the trash or withdrawn.
    /// Waits up to 2 s for a file that it has not heard of; another tenant's is waited for alike, so that the time tells nothing.
    /// </summary>
    public async Task<Publication?> Find(Guid file, string tenant, CancellationToken stop)
    {
        var id = file.ToString();
        var publication = await known.Ask(
            id, async ends => await documents.Get(id, ends) is { } found && found.Tenant == tenant ? found : null, stop);
        return publication is { Original: not null, Trashed: false } ? publication : null;
    }

    /// <summary>What cached manifests of a file are tagged with.</summary>
    public static string TagOf(string id) => $"publication:{id}";

    private async Task<long> Change(
        Guid file, string tenant, long revision, Action<Publication> change, bool unlessHigher, CancellationToken stop)
    {
        var id = file.ToString();
        while (true)
        {
            var found = await documents.Get(id, stop);
            if (found is { Original: null })
            {
                return Math.Max(found.Revision, revision);
            }

            if (found is not null && unlessHigher && found.Revision >= revision)
            {
                return found.Revision;
            }

            var publication = found ?? new Publication { Id = id, Tenant = tenant };
            publication.Revision = Math.Max(publication.Revision, revision);
            change(publication);
            if ((found is null ? await documents.Insert(publication, stop) : await documents.Replace(publication, stop)) == Write.Written)
            {
                // The document decides what is served; what was cached of an older one only takes room.
                await cache.RemoveTagged(TagOf(id), stop);
                known.Heard(id);
                return publication.Revision;
            }
        }
    }
}
