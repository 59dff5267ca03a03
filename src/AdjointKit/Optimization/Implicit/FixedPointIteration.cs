using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// x = f(x), plain or with Anderson acceleration (Walker and Ni, SIAM J. Numer. Anal. 49, 2011, type II): with g = f(x) - x and the differences of f and g between the last iterates
/// in the columns of dF and dG, gamma makes |g - dG gamma| smallest and the next x is f(x) - dF gamma. The coefficients are real. No tape is kept.
/// </summary>
internal sealed class FixedPointIteration<T> : IterativeSolver<T>
    where T : unmanaged
{
    /// <summary>A difference whose part across the others is smaller than this, relative and squared, is left out: it is a combination of them to rounding.</summary>
    private const double Dependent = 1e-12;

    private readonly Tape tape;
    private readonly Func<Tape, Var<T>, Var<T>> function;
    private readonly int depth;
    private readonly NdArray<T> x;
    private readonly NdArray<T> image;
    private readonly NdArray<T> change;
    private readonly NdArray<T> imageBefore;
    private readonly NdArray<T> changeBefore;
    private readonly NdArray<T>[] imageDifferences;
    private readonly NdArray<T>[] changeDifferences;
    private readonly double[] gram;
    private readonly double[] factor;
    private readonly double[] gamma;
    private int evaluations;

    /// <summary>Makes the buffers and evaluates f once.</summary>
    /// <param name="function">f, on a tape that is reset before each call.</param>
    /// <param name="start">The first iterate, which is copied.</param>
    /// <param name="options">How to iterate.</param>
    /// <param name="compute">Where to compute.</param>
    internal FixedPointIteration(Func<Tape, Var<T>, Var<T>> function, NdArray<T> start, FixedPointOptions options, Compute compute)
        : base(compute, options)
    {
        if (options.AndersonDepth < 0) throw new ArgumentException($"Anderson acceleration combines 0 iterates or more, not {options.AndersonDepth}", nameof(options));
        tape = new Tape(compute);
        this.function = function;
        depth = options.AndersonDepth;
        x = NewArray(start.Shape);
        image = NewArray(start.Shape);
        change = NewArray(start.Shape);
        imageBefore = depth > 0 ? NewArray(start.Shape) : default;
        changeBefore = depth > 0 ? NewArray(start.Shape) : default;
        imageDifferences = new NdArray<T>[depth];
        changeDifferences = new NdArray<T>[depth];
        for (int k = 0; k < depth; k++)
        {
            imageDifferences[k] = NewArray(start.Shape);
            changeDifferences[k] = NewArray(start.Shape);
        }

        gram = new double[depth * depth];
        factor = new double[depth * depth];
        gamma = new double[depth];
        Backend.Copy(start, x);
        Evaluate();
        Begin(Residual, Target);
        if (Reason == StopReason.Converged) Backend.Copy(image, x);
    }

    public override string Name => depth > 0 ? "fixed-point iteration with Anderson acceleration" : "fixed-point iteration";

    public override NdArray<T> Solution => x;

    private protected override StopReason? Advance()
    {
        Backend.Copy(image, x);
        if (depth > 0) Accelerate();
        Evaluate();
        if (!double.IsFinite(Residual) || Residual > Target) return null;
        Backend.Copy(image, x);
        return StopReason.Converged;
    }

    private protected override void Exchange(StateExchange exchange)
    {
        exchange.Array(x);
        exchange.Array(image);
        exchange.Array(change);
        exchange.Integer(ref evaluations);
        if (depth == 0) return;
        exchange.Array(imageBefore);
        exchange.Array(changeBefore);
        foreach (NdArray<T> array in imageDifferences) exchange.Array(array);
        foreach (NdArray<T> array in changeDifferences) exchange.Array(array);
        exchange.Numbers(gram);
    }

    private protected override void Release()
    {
        tape.Dispose();
        x.Dispose();
        image.Dispose();
        change.Dispose();
        if (depth == 0) return;
        imageBefore.Dispose();
        changeBefore.Dispose();
        foreach (NdArray<T> array in imageDifferences) array.Dispose();
        foreach (NdArray<T> array in changeDifferences) array.Dispose();
    }

    private void Evaluate()
    {
        tape.Reset();
        Var<T> result = function(tape, tape.Constant(x));
        if (result.Shape != x.Shape) throw new ArgumentException($"a fixed point of a function needs a result of the shape of its argument, {x.Shape}, not {result.Shape}");
        Backend.Copy(result.Value, image);
        Backend.Binary(BinaryOp.Subtract, image, x, change);
        Target = Stopping.Target(Norm(image), ElementTypes.Of<T>());
        Residual = double.IsFinite(Target) ? Norm(change) : Target;
        evaluations++;
    }

    private void Accelerate()
    {
        int newest = evaluations - 2;
        if (newest >= 0)
        {
            int slot = newest % depth;
            int held = Math.Min(newest + 1, depth);
            Backend.Binary(BinaryOp.Subtract, image, imageBefore, imageDifferences[slot]);
            Backend.Binary(BinaryOp.Subtract, change, changeBefore, changeDifferences[slot]);
            for (int k = 0; k < held; k++)
            {
                double product = Backend.Dot(changeDifferences[slot], changeDifferences[k]).Real;
                gram[(slot * depth) + k] = product;
                gram[(k * depth) + slot] = product;
                gamma[k] = Backend.Dot(changeDifferences[k], change).Real;
            }

            SolveGram(held);
            for (int k = 0; k < held; k++) Backend.AddScaled(-gamma[k], imageDifferences[k], x);
        }

        Backend.Copy(image, imageBefore);
        Backend.Copy(change, changeBefore);
    }

    /// <summary>gamma = (dG^H dG)^-1 gamma by Cholesky; a column that depends on those before it gets 0.</summary>
    private void SolveGram(int held)
    {
        for (int j = 0; j < held; j++)
        {
            double pivot = gram[(j * depth) + j];
            for (int k = 0; k < j; k++) pivot -= factor[(j * depth) + k] * factor[(j * depth) + k];
            double root = pivot > Dependent * gram[(j * depth) + j] ? Math.Sqrt(pivot) : 0;
            factor[(j * depth) + j] = root;
            for (int i = j + 1; i < held; i++)
            {
                double element = gram[(i * depth) + j];
                for (int k = 0; k < j; k++) element -= factor[(i * depth) + k] * factor[(j * depth) + k];
                factor[(i * depth) + j] = root == 0 ? 0 : element / root;
            }
        }

        for (int j = 0; j < held; j++)
        {
            for (int k = 0; k < j; k++) gamma[j] -= factor[(j * depth) + k] * gamma[k];
            double root = factor[(j * depth) + j];
            gamma[j] = root == 0 ? 0 : gamma[j] / root;
        }

        for (int j = held - 1; j >= 0; j--)
        {
            for (int k = j + 1; k < held; k++) gamma[j] -= factor[(k * depth) + j] * gamma[k];
            double root = factor[(j * depth) + j];
            gamma[j] = root == 0 ? 0 : gamma[j] / root;
        }
    }
}
