namespace Media.Web;

/// <summary>Tells the operator the key that was made because there was none: once, and nowhere else.</summary>
public interface ITellFirstKey
{
    /// <param name="key">A secret: not for logs.</param>
    void Tell(string key);
}

internal sealed class PrintFirstKey : ITellFirstKey
{
    public void Tell(string key) => Console.Out.WriteLine($"API key (shown this once, keep it): {key}");
}
