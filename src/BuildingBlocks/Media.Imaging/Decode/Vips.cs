using NetVips;

namespace Media.Imaging.Decode;

/// <summary>libvips as strangers' bytes need it; process-wide, so set once, before its first use.</summary>
internal static class Vips
{
    private static readonly string[] Loaders =
        ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadNsgif", "VipsForeignLoadTiff", "VipsForeignLoadHeif"];

    private static readonly Lazy<bool> Set = new(() =>
    {
        // What libvips warns of is in the strangers' files and of no use to an operator.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, (_, _, _) => { });
        Operation.Block("VipsForeignLoad", state: true);
        foreach (var loader in Loaders)
        {
            Operation.Block(loader, state: false);
        }

        NetVips.NetVips.BlockUntrusted = true;
        // Its cache would keep strangers' pictures open; the same picture does not come twice.
        Cache.Max = 0;
        // One thread a picture and many pictures at once has the better throughput.
        NetVips.NetVips.Concurrency = 1;
        return true;
    });

    public static void Start() => _ = Set.Value;
}
