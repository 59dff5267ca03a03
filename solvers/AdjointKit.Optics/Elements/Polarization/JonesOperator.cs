using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optics;

/// <summary>A matrix of 2 x 2 on the components of fields [..., 2, y, x].</summary>
internal sealed class JonesOperator<T>(Compute compute, Shape shape, string name, NdArray<T> matrix) : LinearOperator<T, T>(compute, shape, shape)
    where T : unmanaged
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override int SampleAxes => Domain.Rank - 3;

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into) => Run(MatrixForm.Plain, x, into);

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into) => Run(MatrixForm.ConjugateTransposed, y, into);

    private void Run(MatrixForm form, in NdArray<T> x, in NdArray<T> into) =>
        Compute.Backend.MatrixMultiply(form, matrix, MatrixForm.Plain, AsColumns(x), accumulate: false, AsColumns(into));

    private NdArray<T> AsColumns(in NdArray<T> fields) => fields.Reshape([.. Domain.Lengths[..^2], Domain[-2] * Domain[-1]]);
}
