namespace AdjointKit.Nn;

/// <summary>What becomes of gradients on their way back through a chain of layers.</summary>
public enum FlowTrouble
{
    /// <summary>Their norm gets small.</summary>
    Vanishing,

    /// <summary>Their norm gets large.</summary>
    Exploding,

    /// <summary>A value or a gradient is infinite or not a number.</summary>
    NotFinite,
}

/// <summary>Why.</summary>
public enum FlowCause
{
    /// <summary>sigma_w^2 is so small that chi is below 1 even where no activation is saturated.</summary>
    WeightsTooSmall,

    /// <summary>sigma_w^2 is so large that chi is above 1.</summary>
    WeightsTooLarge,

    /// <summary>Activations lie where their slope is small, or 0.</summary>
    Saturation,

    /// <summary>Something else than the size of the weights, which give a chi of about 1: layers too narrow for their number, or weights that are not random.</summary>
    Structure,

    /// <summary>Nothing can be said: no chain of weighted layers with activations between them.</summary>
    Unknown,
}

/// <summary>Where in a chain of layers gradients vanish or explode, and why.</summary>
/// <param name="Trouble">What becomes of them.</param>
/// <param name="Cause">Why.</param>
/// <param name="Layer">The number of the layer in <see cref="GradientFlow.Layers"/>.</param>
/// <param name="IsSingleLayer">Whether most of it happens in this layer alone; else it is where the norm, which changes from layer to layer, passes the limit.</param>
/// <param name="Message">All that in a sentence or two, with the numbers and what would help.</param>
public sealed record FlowWarning(FlowTrouble Trouble, FlowCause Cause, int Layer, bool IsSingleLayer, string Message)
{
    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
