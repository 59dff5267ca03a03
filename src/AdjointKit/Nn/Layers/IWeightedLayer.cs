using AdjointKit.Arrays;

namespace AdjointKit.Nn;

/// <summary>A layer that multiplies by a weight and adds a bias: what a diagnostic asks of it.</summary>
internal interface IWeightedLayer
{
    /// <summary>The name with which those of its parameters begin.</summary>
    string Name { get; }

    /// <summary>The number of inputs of one output.</summary>
    nint FanIn { get; }

    /// <summary>The weight, where the model is.</summary>
    UntypedArray Weight { get; }

    /// <summary>The bias; none if it has none.</summary>
    UntypedArray? Bias { get; }
}
