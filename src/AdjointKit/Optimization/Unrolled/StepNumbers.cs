using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>The numbers of one layer as variables of rank 0, and a matrix; none where the step's own are used.</summary>
internal readonly struct StepNumbers
{
    /// <summary>The length of the step.</summary>
    internal Var Step { get; init; }

    /// <summary>The length that a proximal operator takes, or a factor of a deviation.</summary>
    internal Var Threshold { get; init; }

    /// <summary>How far ahead the step starts.</summary>
    internal Var Momentum { get; init; }

    /// <summary>The weight of the square of what two copies of an iterate differ by.</summary>
    internal Var Penalty { get; init; }

    /// <summary>How far beyond the new iterate, or short of it, a step goes.</summary>
    internal Var Relaxation { get; init; }

    /// <summary>The length of a step in the dual variables.</summary>
    internal Var DualStep { get; init; }

    /// <summary>How much the functions behind operators count.</summary>
    internal Var Weight { get; init; }

    /// <summary>What takes a misfit back, [rows, columns].</summary>
    internal Var Matrix { get; init; }
}

/// <summary>What the numbers of a step are before anything is learned; null: the step has no such number.</summary>
/// <param name="Step">The length of the step, by the number of the layer.</param>
/// <param name="Threshold">The length that a proximal operator takes, or a factor of a deviation.</param>
/// <param name="Momentum">How far ahead a step starts, by the number of the layer.</param>
/// <param name="Penalty">The weight of the square of what two copies of an iterate differ by.</param>
/// <param name="Relaxation">How far beyond the new iterate, or short of it, a step goes.</param>
/// <param name="DualStep">The length of a step in the dual variables, by the number of the layer.</param>
/// <param name="Weight">How much the functions behind operators count.</param>
/// <param name="HasMatrix">Whether the step takes a misfit back by the adjoint of the operator.</param>
internal sealed record StepStarts(Func<int, double>? Step = null, double? Threshold = null, Func<int, double>? Momentum = null, double? Penalty = null, double? Relaxation = null, Func<int, double>? DualStep = null, double? Weight = null, bool HasMatrix = true);
