using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Optimization;

namespace AdjointKit.Sparse;

/// <summary>
/// An iteration for sparse signals x of data y = A x, unrolled to a fixed number of layers whose numbers can be learned. Signals are [samples, N], data [samples, M]; the first iterate is 0.
/// Before it is trained a network is K iterations of its parent. Not thread-safe.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class UnrolledNetwork<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>As many samples go through the layers at once where no gradient is wanted: what a layer leaves on the tape then stays small. No sample knows of the others.</summary>
    internal const int SamplesAtOnce = 128;

    private protected UnrolledNetwork(Dictionary<T> dictionary, int layers, SupportSelection? selection)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);
        Dictionary = dictionary;
        Layers = layers;
        Selection = selection;
        Parameters = new ParameterSet(dictionary.Compute);
    }

    /// <summary>The model, as the command line names it: <c>lista-cpss</c>, say.</summary>
    public abstract string Name { get; }

    /// <summary>The matrix A and what follows from it.</summary>
    public Dictionary<T> Dictionary { get; }

    /// <summary>The number of layers K.</summary>
    public int Layers { get; }

    /// <summary>Which elements pass the thresholds as they are; null: none.</summary>
    public SupportSelection? Selection { get; }

    /// <summary>What can be learned, by name; what belongs to layer k alone is called <c>layers.k.NAME</c>.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Whether all layers use all parameters, so that no layer can be trained by itself.</summary>
    internal virtual bool TrainsAtOnce => false;

    /// <summary>Whether of two matrices of a layer that are free of each other one can follow the other as it does in ISTA.</summary>
    internal virtual bool CanBeCoupled => false;

    /// <summary>Whether matrices that are learned start as the analytic weight.</summary>
    internal virtual bool StartsAnalytic => false;

    /// <summary>Becomes the same function as an ALISTA, where it <see cref="StartsAnalytic"/>.</summary>
    internal virtual void Become(StepLista<T> alista) => throw new NotSupportedException($"{Name} has no analytic weight");

    /// <summary>Whether that is so now: the following ones are not used, and only <see cref="Uncouple"/> makes them.</summary>
    internal bool IsCoupled { get; set; }

    /// <summary>The limit of the gradients in training; null: none.</summary>
    internal virtual GradientClip? Clip => null;

    private protected Compute Compute => Dictionary.Compute;

    /// <summary>The output of a layer, recorded on the tape of y.</summary>
    /// <param name="y">The data [samples, M].</param>
    /// <param name="layers">How many layers are passed; all of them where it is left out.</param>
    /// <param name="each">Is shown the output of every layer, from 1.</param>
    public Var<T> Run(Var<T> y, int? layers = null, Action<int, Var<T>>? each = null)
    {
        int last = layers ?? Layers;
        if (last < 1 || last > Layers) throw new ArgumentOutOfRangeException(nameof(layers), layers, $"a network of {Layers} layers is run through 1 to {Layers} of them");
        if (y.Shape.Rank != 2 || y.Shape[1] != Dictionary.Rows) throw new ArgumentException($"data of shape {y.Shape} do not fit a matrix of {Dictionary.Rows} rows: they are [samples, {Dictionary.Rows}]", nameof(y));
        Begin(y);
        Var<T> x = default;
        for (int k = 0; k < last; k++)
        {
            x = Layer(k, y, x);
            each?.Invoke(k + 1, x);
        }

        return x;
    }

    /// <summary>Signals from data, without a gradient; the caller owns them.</summary>
    /// <param name="y">The data [samples, M].</param>
    /// <param name="layers">How many layers are passed; all of them where it is left out.</param>
    public NdArray<T> Recover(NdArray<T> y, int? layers = null)
    {
        if (y.Rank != 2) throw new ArgumentException($"data of shape {y.Shape} are not [samples, {Dictionary.Rows}]", nameof(y));
        using var tape = new Tape(Compute);
        NdArray<T> x = Compute.Empty<T>(y.Shape[0], Dictionary.Columns);
        for (nint start = 0; start < y.Shape[0]; start += SamplesAtOnce)
        {
            nint count = Math.Min(SamplesAtOnce, y.Shape[0] - start);
            Compute.Backend.Copy(Run(tape.Constant(y.Slice(0, start, count)), layers).Value, x.Slice(0, start, count));
            tape.Reset();
        }

        return x;
    }

    /// <summary>Gives the arrays back.</summary>
    public void Dispose()
    {
        Release();
        Parameters.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The numbers of the parameters that layer k is the first one to use.</summary>
    internal IEnumerable<int> FirstUsedBy(int layer)
    {
        string own = $"layers.{layer}.";
        for (int k = 0; k < Parameters.Count; k++)
        {
            string name = Parameters.Names[k];
            if (name.StartsWith(own, StringComparison.Ordinal) || (layer == 0 && !name.StartsWith("layers.", StringComparison.Ordinal))) yield return k;
        }
    }

    /// <summary>Whether a parameter is one that follows another while the network is coupled.</summary>
    internal virtual bool FollowsWhenCoupled(int parameter) => false;

    /// <summary>Gives the parameters that follow others the numbers that they have so, and makes them free.</summary>
    internal virtual void Uncouple() => IsCoupled = false;

    /// <summary>One layer.</summary>
    /// <param name="k">The layer, from 0.</param>
    /// <param name="y">The data.</param>
    /// <param name="x">The output of the layer before; the first one, k = 0, has none and starts from 0.</param>
    private protected abstract Var<T> Layer(int k, Var<T> y, Var<T> x);

    /// <summary>Is called at the beginning of every run.</summary>
    private protected virtual void Begin(Var<T> y)
    {
    }

    private protected virtual void Release()
    {
    }

    /// <summary>A number of one layer, as the shape [1, 1], and its place among the parameters.</summary>
    private protected int AddNumber(int layer, string name, double value)
    {
        Compute.Backend.Fill(Parameters.Add<T>($"layers.{layer}.{name}", new Shape(1, 1)), value);
        return Parameters.Count - 1;
    }

    /// <summary>A matrix that starts as a copy of another one.</summary>
    private protected int AddMatrix(string name, NdArray<T> start)
    {
        Compute.Backend.Copy(start, Parameters.Add<T>(name, start.Shape));
        return Parameters.Count - 1;
    }

    /// <summary>y - A x.</summary>
    private protected Var<T> Misfit(Var<T> y, Var<T> x) => AddRows(y, -1, x, y.Tape.Constant(Dictionary.Transposed));

    /// <summary>v + sign x matrix for signals x, most of whose elements are 0, [samples, N], and a matrix [N, any]: the rows where they are 0 are left out.</summary>
    private protected static Var<T> AddRows(Var<T> v, double sign, Var<T> x, Var<T> matrix) => new(UntypedOps.AddProduct(v, sign, new MatrixFactors(MatrixForm.Plain, x, MatrixForm.Plain, matrix, LeavesOutZeros: true)));

    /// <summary>x + r w^T, a step from the first layer's x = 0 or from a later one: r [samples, M], w [N, M].</summary>
    private protected static Var<T> Step(int k, Var<T> x, Var<T> r, Var<T> w) => new(UntypedOps.AddProduct(k == 0 ? default : x, 1, Back(r, w)));

    /// <summary>x + gamma r w^T; gamma is broadcast.</summary>
    private protected static Var<T> Step(int k, Var<T> x, Var<T> gamma, Var<T> r, Var<T> w) => k == 0 ? gamma * new Var<T>(UntypedOps.MatMul(Back(r, w))) : new(UntypedOps.AddScaledProduct(x, gamma, Back(r, w)));

    private protected Var<T> Use(int parameter, Tape tape) => Parameters.Record<T>(tape, parameter);

    /// <summary>The threshold of a layer, with the selection of its support where there is one.</summary>
    private protected Var<T> Shrink(Var<T> v, Var<T> theta, int layer) => Selection is SupportSelection selection ? selection.Threshold(v, theta, layer) : Ops.SupportThreshold(v, theta, 0);

    private static MatrixFactors Back(Var<T> r, Var<T> w) => new(MatrixForm.Plain, r, MatrixForm.Transposed, w);
}
