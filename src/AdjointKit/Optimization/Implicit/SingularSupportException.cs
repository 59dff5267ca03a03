using System.Globalization;

namespace AdjointKit.Optimization;

/// <summary>The columns of A on the support of a sparse solution are dependent, or so nearly that the system with A_S^H A_S cannot be solved.</summary>
public sealed class SingularSupportException : ArithmeticException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="sample">The sample whose system is solved worst.</param>
    /// <param name="samples">How many samples there are.</param>
    /// <param name="support">The number of elements of its support.</param>
    /// <param name="elements">The number of its elements.</param>
    /// <param name="cause">What the solver of the system said.</param>
    public SingularSupportException(int sample, int samples, int support, int elements, ConvergenceException cause)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"A_S^H A_S is singular or nearly so{(samples > 1 ? $" for sample {sample} of {samples}" : string.Empty)}, S being the {support} of {elements} elements that are not 0: the sparse solution is not unique and has no derivative; raise the weight, or take an A without dependent columns. ({cause?.Message})"),
            cause)
    {
        Sample = sample;
        Support = support;
    }

    /// <summary>The sample whose system is solved worst.</summary>
    public int Sample { get; }

    /// <summary>The number of elements of its support.</summary>
    public int Support { get; }
}
