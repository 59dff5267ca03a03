using AdjointKit.Arrays;
using AdjointKit.Operators;

namespace AdjointKit.Optics;

/// <summary>The object U of which a measurement knows the moduli |A U| only.</summary>
/// <typeparam name="T">The element type, <see cref="System.Numerics.Complex"/> or <see cref="ComplexF"/>.</typeparam>
public sealed class RetrievalProblem<T>
    where T : unmanaged
{
    private readonly Lazy<double> squaredNorm;

    /// <summary>States a problem.</summary>
    /// <param name="model">A, from the object to where it was measured.</param>
    /// <param name="amplitudes">The moduli, the square roots of intensities: of the real type, of the shape of A's range and on its device. They are not copied.</param>
    /// <param name="constraint">What is known of the object; null: nothing.</param>
    public RetrievalProblem(LinearOperator<T, T> model, UntypedArray amplitudes, ObjectConstraint? constraint = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (amplitudes.Shape != model.Range) throw new ArgumentException($"amplitudes of shape {amplitudes.Shape} do not fit a model that gives {model.Range}", nameof(amplitudes));
        Model = model;
        Amplitudes = amplitudes;
        Constraint = constraint ?? new ObjectConstraint();
        squaredNorm = new Lazy<double>(() => Math.Pow(OperatorNorm.Estimate(model, tolerance: 1e-4), 2));
    }

    /// <summary>A.</summary>
    public LinearOperator<T, T> Model { get; }

    /// <summary>The moduli.</summary>
    public UntypedArray Amplitudes { get; }

    /// <summary>What is known of the object.</summary>
    public ObjectConstraint Constraint { get; }

    /// <summary>|A|^2, by power iteration: 1 of a unitary model.</summary>
    public double SquaredNorm => squaredNorm.Value;
}
