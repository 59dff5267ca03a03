using AdjointKit.Cli.Checks;

namespace AdjointKit.Cli.Commands.Checks;

/// <summary><c>dottest</c>: &lt;Ax, y&gt; against &lt;x, A'y&gt; of every operator that ships, the median over nine seeds.</summary>
internal sealed class DottestCommand() : CheckCommand("dottest", "Compare every operator with its adjoint: <Ax,y> = <x,A'y>", "adjointkit dottest\nadjointkit dottest born --precision f64 --json", OperatorChecks.All);
