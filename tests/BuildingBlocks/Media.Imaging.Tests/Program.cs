using System.Globalization;
using Media.Imaging;
using Media.Imaging.Tests;
using Xunit.Runner.InProc.SystemConsole;

// The tests are their own child decoder, as the host is its own, and a small host for what a process does not survive or must do alone.
return args switch
{
    ["decode", ..] => DecodeCommand.Run(args[1..]),
    ["render", var path, var marker, var where] => await SmallHost.Render(path, marker, Enum.Parse<DecodeWhere>(where)),
    ["soak", var folder, var count] => await SmallHost.Soak(folder, int.Parse(count, CultureInfo.InvariantCulture)),
    _ => await ConsoleRunner.Run(args),
};
