namespace AdjointKit.Nn;

/// <summary>What a layer does: it is evaluated, or trained at a step. The random numbers of a step are a function of its number, so that a run that is taken up again draws the same ones.</summary>
/// <param name="IsTraining">Whether random parts of layers are at work.</param>
/// <param name="Step">The number of the training step.</param>
public readonly record struct ForwardPass(bool IsTraining, long Step)
{
    /// <summary>No random part is at work.</summary>
    public static ForwardPass Evaluation => default;

    /// <summary>A training step.</summary>
    /// <param name="step">Its number.</param>
    public static ForwardPass Training(long step) => new(true, step);
}
