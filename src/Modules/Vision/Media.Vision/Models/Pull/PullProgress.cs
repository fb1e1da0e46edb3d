using System.Globalization;

namespace Media.Vision.Models.Pull;

/// <summary>Shows how a pull goes: one line that moves on a terminal, a line every tenth elsewhere, so that logs stay readable.</summary>
internal sealed class PullProgress(TextWriter output)
{
    private const int BarLength = 30;

    // Only the console itself can be a terminal; a test's or a file's writer never is.
    private readonly bool moves = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
    private CatalogModel? model;
    private int shown;

    public void Begin(CatalogModel pulled)
    {
        model = pulled;
        shown = -1;
        Has(0);
    }

    /// <param name="bytes">That are there by now.</param>
    public void Has(long bytes)
    {
        var percent = (int)(bytes * 100 / model!.Bytes);
        if (percent == shown || (!moves && percent / 10 == shown / 10 && shown >= 0))
        {
            return;
        }

        shown = percent;
        var filled = percent * BarLength / 100;
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Name}  [{new string('#', filled)}{new string('.', BarLength - filled)}] {percent,3} %  {bytes:N0} of {model.Bytes:N0} bytes");
        output.Write(moves ? "\r" + line : line + Environment.NewLine);
        output.Flush();
    }

    public void End()
    {
        if (moves)
        {
            output.WriteLine();
        }
    }
}
