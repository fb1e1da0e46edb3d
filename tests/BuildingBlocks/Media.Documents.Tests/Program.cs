using Media.Documents.Tests;
using Xunit.Runner.InProc.SystemConsole;

// The program is its own child: see KilledWriter.
return KilledWriter.Is() ? 0 : await ConsoleRunner.Run(args);
