namespace AdjointKit.Autodiff;

/// <summary>How the losses of several entries become one number.</summary>
public enum LossReduction
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,
}
