using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optics;

/// <summary>
/// The propagation of fields [..., y, x] over a distance as a linear operator. Its adjoint <see cref="LinearOperator{TIn, TOut}.H"/> goes back with the conjugate factors: the chain of steps
/// backwards, which refocuses a hologram and is what a gradient goes through. Made by <see cref="PropagationMethod.Plan"/>; thread-safe.
/// </summary>
/// <typeparam name="T">The element type, <see cref="System.Numerics.Complex"/> or <see cref="ComplexF"/>.</typeparam>
public sealed class Propagator<T> : LinearOperator<T, T>
    where T : unmanaged
{
    private readonly PropagationStep<T>[] steps;
    private readonly int fieldAxes;

    internal Propagator(Compute compute, PlannedPath<T> path, PropagationMethod method, FieldGrid grid, FieldGrid outputGrid)
        : base(compute, path.Domain, path.Range)
    {
        steps = path.Steps;
        Method = method;
        Grid = grid;
        OutputGrid = outputGrid;
        Numbers = path.Numbers;
        fieldAxes = path.Domain.Rank - 2;
    }

    /// <inheritdoc/>
    public override string Name => Method.Name;

    /// <inheritdoc/>
    public override int SampleAxes => fieldAxes;

    /// <summary>The method.</summary>
    public PropagationMethod Method { get; }

    /// <summary>The grid of the field that goes in.</summary>
    public FieldGrid Grid { get; }

    /// <summary>The grid of the field that comes out.</summary>
    public FieldGrid OutputGrid { get; }

    /// <summary>Wavelength, distance, index and pitch that it was planned for.</summary>
    public PropagationNumbers Numbers { get; }

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into) => Run(x, into, adjoint: false);

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into) => Run(y, into, adjoint: true);

    private void Run(NdArray<T> x, in NdArray<T> into, bool adjoint)
    {
        NdArray<T> current = x;
        bool isScratch = false;
        for (int k = 0; k < steps.Length; k++)
        {
            PropagationStep<T> step = steps[adjoint ? steps.Length - 1 - k : k];
            NdArray<T> next = k == steps.Length - 1 ? into : isScratch && step.WorksInPlace ? current : Compute.Empty<T>(adjoint ? step.Domain : step.Range);
            if (adjoint) step.ApplyAdjoint(Compute.Backend, current, next);
            else step.Apply(Compute.Backend, current, next);
            if (k == steps.Length - 1)
            {
                if (isScratch) current.Dispose();
                return;
            }

            if (isScratch && !step.WorksInPlace) current.Dispose();
            current = next;
            isScratch = true;
        }

        Compute.Backend.Copy(x, into);
    }
}
