using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>
/// Vector approximate message passing (Rangan, Schniter, Fletcher, "Vector approximate message passing", IEEE Trans. Inf. Theory 65, 2019), for matrices whose right singular vectors have no direction of
/// their own, whatever the singular values: signals are estimated in turn from r1 by a denoiser and from r2 and the data by linear least squares, each time less what the estimate took over from its
/// input. With x the estimate, v the variance that is taken for the noise of its input r, and a its mean derivative, the other input is (x - a r) / (1 - a), its variance v a / (1 - a).
/// </summary>
/// <remarks>
/// A fixed point with the soft threshold by alpha sqrt(v1) makes |y - A x|^2 / 2 + lambda |x|_1 smallest for lambda = alpha sigma^2 / sqrt(v1).
/// </remarks>
internal sealed class VampStep : SparseStep
{
    private readonly Backend backend;
    private readonly Denoiser denoiser;
    private readonly double noise;
    private readonly UntypedArray left;
    private readonly UntypedArray singular;
    private readonly UntypedArray right;
    private readonly double squaredSum;

    internal VampStep(Compute compute, SampleOperator a, UntypedArray matrix, Denoiser denoiser, double noiseVariance)
        : base(a)
    {
        this.denoiser = denoiser;
        noise = noiseVariance;
        backend = compute.Backend;
        nint rank = Math.Min(a.Rows, a.Columns);
        left = backend.Allocate(matrix.ElementType, new Shape(a.Rows, rank), account: null);
        singular = backend.Allocate(ElementTypes.RealOf(matrix.ElementType), new Shape(rank), account: null);
        right = backend.Allocate(matrix.ElementType, new Shape(rank, a.Columns), account: null);
        backend.Svd(matrix, left, singular, right);
        squaredSum = backend.Dot(singular, singular).Real;
        RemoveRounding(compute, Math.Max(a.Rows, a.Columns) * Precision.UnitRoundoff(matrix.ElementType) * backend.MaxAbs(singular));
    }

    private VampStep(VampStep other)
        : base(other.A)
    {
        (backend, denoiser, noise, squaredSum) = (other.backend, other.denoiser, other.noise, other.squaredSum);
        left = CopyOf(other.left);
        singular = CopyOf(other.singular);
        right = CopyOf(other.right);
    }

    internal override string Name => "VAMP";

    internal override int StateCount => 3;

    /// <summary>The threshold is a factor of the deviation (Borgerding, Schniter and Rangan, "AMP-inspired deep networks for sparse linear inverse problems", IEEE Trans. Signal Process. 65, 2017).</summary>
    internal override StepStarts Starts => new(Threshold: 1, HasMatrix: false);

    internal override void Begin(Var y, Span<Var> state)
    {
        Var unit = Unit(y);
        Var variance = (1 / squaredSum) * A.Sum(UntypedOps.AbsSquared(A.Misfit(y, state[0]) / unit));
        (state[1], state[2]) = LeastSquares(y, state[0], AboveRounding(variance, y, unit), unit);
    }

    internal override void Advance(int number, Var y, Span<Var> state) => AdvanceWith(default, y, state);

    internal override void AdvanceWith(in StepNumbers numbers, Var y, Span<Var> state)
    {
        Var r = state[1];
        Var variance = state[2];
        Var unit = Unit(y);
        Var deviation = UntypedOps.Sqrt(variance) * unit;
        if (!numbers.Threshold.IsNone) deviation = numbers.Threshold * deviation;
        (Var estimate, Var divergence) = denoiser.Denoise(A.InDomain(r), A.PerSampleInDomain(deviation));
        Var x = A.Signals(estimate);
        double least = 0.5 / A.RealColumns;
        Var kept = (1.0 / A.RealColumns) * UntypedOps.Reshape(divergence, A.PerSample);
        kept = UntypedOps.Clamp(kept, UntypedOps.ConstantLike(kept, least), UntypedOps.ConstantLike(kept, 1 - least));
        Var rest = UntypedOps.Affine(-1, kept, 1);
        state[0] = x;
        (state[1], state[2]) = LeastSquares(y, (x - (r * kept)) / rest, variance * kept / rest, unit);
    }

    internal override SparseStep ForLayers() => new VampStep(this);

    internal override void Release()
    {
        left.Release();
        singular.Release();
        right.Release();
    }

    private UntypedArray CopyOf(in UntypedArray array)
    {
        UntypedArray copy = backend.Allocate(array.ElementType, array.Shape, account: null);
        backend.Copy(array, copy);
        return copy;
    }

    /// <summary>Singular values of the size of rounding become 0: without noise the quotients by them would be anything.</summary>
    private void RemoveRounding(Compute compute, double limit)
    {
        UntypedArray least = compute.Backend.Allocate(singular.ElementType, default, account: null);
        UntypedArray isKept = compute.Backend.Allocate(singular.ElementType, singular.Shape, account: null);
        compute.Backend.Fill(least, limit);
        compute.Backend.Binary(BinaryOp.Greater, singular, least, isKept);
        compute.Backend.Binary(BinaryOp.Multiply, singular, isKept, singular);
        least.Release();
        isKept.Release();
    }

    /// <summary>The unit of deviations in a sample, whose squares are those of variances: no square is then beyond single precision, be the data of any size. It changes nothing, so that it has no derivative.</summary>
    private Var Unit(Var y)
    {
        Var largest = UntypedOps.Largest(UntypedOps.Abs(UntypedOps.StopGradient(y)), A.PerSample);
        return Supports.Divisor(UntypedOps.Maximum(largest, UntypedOps.ConstantLike(largest, Math.Sqrt(noise))));
    }

    /// <summary>
    /// What the least-squares estimate from the data and r says that r did not: with the singular values s, the gain q the mean over the elements of s^2 v / (s^2 v + sigma^2), and A = U s V^H, it is
    /// r + V s v / (s^2 v + sigma^2) (U^H y - s V^H r) / q, with the variance v (1 - q) / q.
    /// </summary>
    private (Var R, Var Variance) LeastSquares(Var y, Var r, Var variance, Var unit)
    {
        Tape tape = y.Tape;
        Var s = UntypedOps.Reshape(tape.Constant(singular), new Shape(1, singular.Count));
        Var vh = tape.Constant(right);
        Var misfit = UntypedOps.MatMul(MatrixForm.Plain, y, MatrixForm.Conjugated, tape.Constant(left)) - (UntypedOps.MatMul(MatrixForm.Plain, r, MatrixForm.Transposed, vh) * s);
        Var deviation = UntypedOps.ConstantLike(unit, Math.Sqrt(noise)) / unit;
        Var spread = (UntypedOps.Square(s) * variance) + UntypedOps.Square(deviation);
        Var gain = s * variance / Supports.Divisor(spread);
        Var q = (1.0 / A.Columns) * A.Sum(gain * s);
        Var change = UntypedOps.MatMul(MatrixForm.Plain, misfit * gain, MatrixForm.Conjugated, vh);

        Var remaining = variance * UntypedOps.Affine(-1, q, 1) / q;
        return (r + (change / q), AboveRounding(remaining, y, unit));
    }

    /// <summary>A variance no smaller than rounding of the signals, below which there is no noise to be told from them; without data and noise, any.</summary>
    private Var AboveRounding(Var variance, Var y, Var unit)
    {
        double rounding = 16 * Precision.UnitRoundoff(y.ElementType);
        Var least = (rounding * rounding / squaredSum) * A.Sum(UntypedOps.AbsSquared(UntypedOps.StopGradient(y) / unit));
        return Supports.Divisor(UntypedOps.Maximum(variance, least));
    }
}
