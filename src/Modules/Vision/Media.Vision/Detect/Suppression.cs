namespace Media.Vision.Detect;

/// <summary>Non-maximum suppression: of boxes of one class that lie over one another, the one that the model is surest of.</summary>
internal static class Suppression
{
    // What the model is least sure of is dropped before the boxes are compared with one another, so that a picture full of texture costs no more.
    private const int MostCompared = 1000;

    /// <param name="mostOverlap">Intersection over union up to which two boxes are taken for two things.</param>
    /// <returns>Surest first.</returns>
    public static List<Found> Best(List<Found> found, float mostOverlap)
    {
        var kept = new List<Found>();
        foreach (var next in found.OrderByDescending(f => f.Confidence).Take(MostCompared).Where(IsNew))
        {
            kept.Add(next);
        }

        return kept;

        bool IsNew(Found next) => !kept.Exists(k => k.Class == next.Class && k.Overlap(next) > mostOverlap);
    }
}
