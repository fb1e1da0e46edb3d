using Media.Imaging;
using Media.Work;

namespace Media.Processing;

/// <summary>What the picture pipeline says of a file, as the step runner says it on.</summary>
internal static class FilesFaults
{
    /// <summary>A picture that killed its worker kills it no more: only the child decodes it.</summary>
    public static DecodeWhere Where(StepWork work) => work.IsSuspect ? DecodeWhere.ChildOnly : DecodeWhere.Anywhere;

    public static async Task<T> Of<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (PictureException fault)
        {
            throw new FilesFaultException(fault.Problem.Code, fault.Problem.Detail, fault);
        }
    }
}
