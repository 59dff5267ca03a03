using AdjointKit.Cli.Checks;

namespace AdjointKit.Cli.Commands.Checks;

/// <summary><c>gradcheck</c>: the gradient of every op and simulator against differences.</summary>
internal sealed class GradcheckCommand() : CheckCommand("gradcheck", "Compare every gradient with differences of the function", "adjointkit gradcheck\nadjointkit gradcheck acoustic --json", GradientChecks.All);
