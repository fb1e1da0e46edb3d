using Media.EndToEnd.Tests.Client;
using Media.EndToEnd.Tests.Hosting;

namespace Media.EndToEnd.Tests.Kills;

/// <summary>
/// Files of the blob folder that belong to no file of the listing. A blob's key has its file's id in it, and so does its path;
/// whatever else lies in the folder, half-written files among it, belongs to nobody; but for the lock of the process that uses it.
/// </summary>
internal sealed class Orphans(MediaHost host)
{
    private string[] _found = [];

    /// <returns>How many there are now.</returns>
    public async Task<int> Find(CancellationToken stop)
    {
        // The blobs first: what is uploaded between the two is in the listing, then.
        var folder = Path.Combine(host.Folder, "blobs");
        var blobs = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(b => b != Path.Combine(folder, ".lock"));
        var owners = await Listed(stop);
        _found = [.. blobs.Where(b => !b.Split('/').Any(owners.Contains))];
        return _found.Length;
    }

    public override string ToString() => string.Join(", ", _found);

    private async Task<HashSet<string>> Listed(CancellationToken stop)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        string? after = null;
        do
        {
            var page = await host.Api.Get<FilePage>($"/v1/files?limit=500{(after is null ? "" : $"&after={after}")}", stop);
            ids.UnionWith(page.Items.Select(f => f.Id.ToString()));
            after = page.Next;
        }
        while (after is not null);
        return ids;
    }

    private sealed record FilePage(StoredFile[] Items, string? Next);
}
