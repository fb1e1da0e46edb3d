namespace Media.Bench;

internal static class Median
{
    public static double Of(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);
}
