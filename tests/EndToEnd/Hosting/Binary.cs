namespace Media.EndToEnd.Tests.Hosting;

/// <summary>The host that was built with these tests: beside them in the folder of what is built, under the same configuration.</summary>
internal static class Binary
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var path = System.IO.Path.Combine(here.Parent!.Parent!.FullName, "Media.Host", here.Name, "media");
        return File.Exists(path) ? path : throw new FileNotFoundException("Build the host first: ./test does.", path);
    }
}
