using System.IO.Enumeration;

namespace Media.Blobs.Folder;

/// <summary>
/// Goes through the tree in the order of the keys, holding the names of one folder a level. What appears or goes meanwhile may be seen or not.
/// What no key could have made is passed over: another tool's <c>lost+found</c>, the engine's own names.
/// </summary>
internal sealed class Walk(string root)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None };

    /// <summary>The blobs whose keys begin with a prefix, ordered by key.</summary>
    public IEnumerable<BlobFacts> Under(string prefix)
    {
        var slash = prefix.LastIndexOf('/') + 1;
        return In(prefix[..slash], prefix[slash..]);
    }

    public static BlobFacts? Facts(string key, string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new BlobFacts(key, file.Length, new DateTimeOffset(file.LastWriteTimeUtc)) : null;
    }

    /// <param name="folder">Empty, or ends in a slash.</param>
    /// <param name="beginning">What the names in it begin with.</param>
    private IEnumerable<BlobFacts> In(string folder, string beginning)
    {
        foreach (var name in Names(folder, beginning))
        {
            if (name.EndsWith('/'))
            {
                foreach (var blob in In(folder + name, string.Empty))
                {
                    yield return blob;
                }
            }
            else if (Facts(folder + name, Path.Combine(root, folder + name)) is { } blob)
            {
                yield return blob;
            }
        }
    }

    // A folder's name counts with its slash: "a-b" and "a.b" stand before what is in "a", and "a0" after it.
    private List<string> Names(string folder, string beginning)
    {
        try
        {
            List<string> names =
            [
                .. new FileSystemEnumerable<string>(
                    Path.Combine(root, folder),
                    (ref FileSystemEntry entry) => entry.IsDirectory ? $"{entry.FileName}/" : entry.FileName.ToString(),
                    Everything)
                {
                    ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                        entry.FileName.StartsWith(beginning, StringComparison.Ordinal) && BlobKey.IsSegment(entry.FileName),
                },
            ];
            names.Sort(StringComparer.Ordinal);
            return names;
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (IOException) when (File.Exists(Path.Combine(root, folder.TrimEnd('/'))))
        {
            // A blob, not a folder: nothing is under it.
            return [];
        }
    }
}
