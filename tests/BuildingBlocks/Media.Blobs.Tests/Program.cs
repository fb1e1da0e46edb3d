using Media.Blobs.Tests;
using Xunit.Runner.InProc.SystemConsole;

// The program is its own child: see KilledWriter.
return await KilledWriter.Is() ? 0 : await ConsoleRunner.Run(args);
