using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Sparse;

/// <summary>
/// HyperLISTA (Chen, Liu, Wang, Yin, "Hyperparameter tuning is all you need for LISTA", NeurIPS 2021): ALISTA with momentum, x' = eta(x + W^T (y - A x) + beta (x - x_before); theta, p), whose
/// thresholds, momenta and supports follow from three numbers and the iterate: theta = c1 mu |A^+ (A x - y)|_1, beta = c2 mu |x|_0, and the p = c3 log(|A^+ y|_1 / |A^+ (A x - y)|_1) largest elements
/// pass as they are where they are above theta. W is the analytic weight, mu the largest |w_i^T a_j| of two different columns.
/// </summary>
/// <remarks>The number of elements that pass, and |x|_0, have no derivative, and so c3 has none: <see cref="HyperparameterSearch{T}"/> finds all three.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class HyperLista<T> : UnrolledNetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly NdArray<T> weight;
    private readonly NdArray<T> pseudoInverse;
    private readonly NdArray<T> places;
    private readonly double coherence;
    private readonly int thresholdFactor;
    private readonly int momentumFactor;
    private readonly int supportFactor;
    private Var<T> before;
    private Var<T> firstSize;

    /// <summary>Makes a network with factors that a search starts from.</summary>
    /// <param name="dictionary">The matrix.</param>
    /// <param name="layers">The number of layers K.</param>
    /// <param name="threshold">c1.</param>
    /// <param name="momentum">c2.</param>
    /// <param name="support">c3.</param>
    public HyperLista(Dictionary<T> dictionary, int layers, double threshold = 0.05, double momentum = 0.015, double support = 60)
        : base(dictionary, layers, selection: null)
    {
        weight = dictionary.Weight;
        Compute host = dictionary.Compute.Host;
        using NdArray<double> exact = AnalyticWeight.Of(dictionary.InDouble, host);
        coherence = AnalyticWeight.Coherence(exact, dictionary.InDouble, host);
        using NdArray<double> inverse = AnalyticWeight.PseudoInverse(dictionary.InDouble, host);
        pseudoInverse = dictionary.Rounded(inverse);
        using NdArray<double> numbers = NdArray.Fill<double>(1, dictionary.Columns, (_, j) => j);
        places = dictionary.Rounded(numbers);
        thresholdFactor = AddNumber("c1", threshold);
        momentumFactor = AddNumber("c2", momentum);
        supportFactor = AddNumber("c3", support);
    }

    /// <inheritdoc/>
    public override string Name => "hyperlista";

    private protected override void Begin(Var<T> y)
    {
        before = default;
        firstSize = Size(y);
    }

    private protected override Var<T> Layer(int k, Var<T> y, Var<T> x)
    {
        Tape tape = y.Tape;
        Var<T> misfit = k == 0 ? y : Misfit(y, x);
        Var<T> size = k == 0 ? firstSize : Size(misfit);
        Var<T> theta = coherence * Use(thresholdFactor, tape) * size;
        Var<T> v = Ops.MatMul(misfit, tape.Constant(weight));
        if (k > 0)
        {
            v += x;
            Var<T> count = Ops.Sum(Ops.NotEqual(Ops.StopGradient(x), 0), 1, keepAxis: true);
            v += coherence * Use(momentumFactor, tape) * count * (k == 1 ? x : x - before);
        }

        before = x;
        Var<T> many = Ops.StopGradient(Use(supportFactor, tape) * Ops.Log(firstSize / size));
        Var magnitude = UntypedOps.Abs(UntypedOps.StopGradient(v));
        Var order = UntypedOps.Order(magnitude, 1, descending: true);
        Var rank = UntypedOps.ScatterAlong(UntypedOps.BroadcastTo(tape.Constant(places), v.Shape), order, 1, v.Shape[1]);
        Var<T> kept = new(UntypedOps.Multiply(UntypedOps.Less(rank, many), UntypedOps.Greater(magnitude, UntypedOps.StopGradient(theta))));
        return (kept * v) + ((1 - kept) * Ops.SoftThreshold(v, theta));
    }

    private protected override void Release()
    {
        pseudoInverse.Dispose();
        places.Dispose();
    }

    private int AddNumber(string name, double value)
    {
        Compute.Backend.Fill(Parameters.Add<T>(name, new Shape(1, 1)), value);
        return Parameters.Count - 1;
    }

    /// <summary>|A^+ r|_1 of each sample.</summary>
    private Var<T> Size(Var<T> misfit) => Ops.Sum(new Var<T>(UntypedOps.Abs(Ops.MatMul(misfit, misfit.Tape.Constant(pseudoInverse), formB: MatrixForm.Transposed))), 1, keepAxis: true);
}
