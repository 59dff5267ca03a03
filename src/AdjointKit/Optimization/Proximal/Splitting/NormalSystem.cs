using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// (A^H A + r sum_i K_i^H K_i) x = right-hand side: in closed form where the sum, and A^H A on what it does not take to 0, are multiples of the identity (tight frames, unitary transforms, no operator), else by conjugate
/// gradients. On arrays what is written to is where the iteration begins; one that is cancelled leaves it as it was.
/// </summary>
internal sealed class NormalSystem<T> : ILengthMap, IDisposable
    where T : unmanaged
{
    private readonly Compute compute;
    private readonly Shape shape;
    private readonly CompositeTerm? misfit;
    private readonly CompositeTerm[] penalties;
    private readonly LinearMaps maps;
    private readonly UntypedArray begin;
    private readonly UntypedArray residual;
    private readonly UntypedArray part;
    private readonly UntypedArray misfitProduct;
    private InnerAccuracy accuracy;
    private InnerAccuracy accuracyBefore;
    private bool remembers;
    private CancellationToken cancellation;
    private ConjugateGradientStep<UntypedArray, RealScalar> step;

    /// <summary>Makes the buffers, and looks whether there is a closed form.</summary>
    /// <param name="compute">Where the arrays lie.</param>
    /// <param name="shape">The shape of x.</param>
    /// <param name="misfit">The least squares whose operator is A; null: none.</param>
    /// <param name="penalties">The functions whose operators are the K_i.</param>
    internal NormalSystem(Compute compute, Shape shape, CompositeTerm? misfit, CompositeTerm[] penalties)
    {
        this.compute = compute;
        this.shape = shape;
        this.misfit = misfit;
        this.penalties = penalties;
        begin = New();
        misfitProduct = New();
        PenaltyProduct = New();
        residual = New();
        part = New();
        step.P = New();
        step.Q = New();
        maps = new LinearMaps(new NormalMap(this), new NormalMap(this), M: null, 0, 0);

        // A random vector is an eigenvector of a multiple of the identity, and of nothing else.
        compute.Backend.FillNormal(begin, new CounterRandom(3, 4));
        MeanPenalty = Product(begin, residual, 0, 1);
        PenaltyScale = IsMultiple(begin, residual, MeanPenalty);
        if (misfit is null) return;
        MeanMisfit = Product(begin, residual, 1, 0);
        MisfitScale = IsMultiple(begin, residual, MeanMisfit);
        if (!(PenaltyScale > 0) || MisfitScale is not null) return;

        // Of a tight frame, whose A A^H is c times the identity on what A reaches. In A^H A in its place weak directions would count by their squares, and be lost among rounding.
        UntypedArray image = compute.Backend.Allocate(misfit.Type, misfit.Range, compute.Memory);
        UntypedArray again = compute.Backend.Allocate(misfit.Type, misfit.Range, compute.Memory);
        misfit.Forward.Apply(begin, image);
        misfit.Back.Apply(image, part);
        misfit.Forward.Apply(part, again);
        MisfitFrameScale = IsMultiple(image, again, compute.Backend.Dot(part, part).Real / compute.Backend.Dot(image, image).Real);
        image.Release();
        again.Release();
    }

    /// <summary>r.</summary>
    public double Length { get; set; }

    /// <summary>sum_i K_i^H K_i x of the x last remembered.</summary>
    internal UntypedArray PenaltyProduct { get; }

    /// <summary>The residual that was left by the last solve.</summary>
    internal double Left { get; private set; }

    /// <summary>|A v|^2 / |v|^2 of a random v.</summary>
    internal double MeanMisfit { get; }

    /// <summary>sum_i |K_i v|^2 / |v|^2 of a random v.</summary>
    internal double MeanPenalty { get; }

    /// <summary>c, where sum_i K_i^H K_i = c times the identity.</summary>
    internal double? PenaltyScale { get; }

    /// <summary>c, where A^H A = c times the identity.</summary>
    internal double? MisfitScale { get; }

    /// <summary>c, where A A^H = c times the identity on what A reaches, and A^H A is no multiple of the identity.</summary>
    internal double? MisfitFrameScale { get; }

    /// <summary>Whether there is a closed form.</summary>
    internal bool IsClosed => PenaltyScale is not null && (misfit is null || MisfitScale is not null || MisfitFrameScale is not null);

    public void Apply(in UntypedArray x, in UntypedArray into)
    {
        Left = 0;
        Backend backend = compute.Backend;
        if (!IsClosed)
        {
            Iterate(x, into);
            return;
        }

        double penalty = Length * PenaltyScale!.Value;
        if (MisfitFrameScale is double frame)
        {
            // (p + A^H A)^-1 = (1 - A^H A / (p + c)) / p for (A^H A)^2 = c A^H A.
            Product(x, part, 1, 0);
            backend.Affine(1 / penalty, x, 0, into);
            backend.AddScaled(-1 / (penalty * (penalty + frame)), part, into);
            return;
        }

        backend.Affine(1 / (penalty + (MisfitScale ?? 0)), x, 0, into);
    }

    public Var Apply(Var x)
    {
        if (!IsClosed)
        {
            double tolerance = Precision.IsSingle(ElementTypes.Of<T>()) ? 1e-6 : 1e-14;
            var options = new LinearOptions { Method = LinearMethod.ConjugateGradient, Stopping = new StoppingRule { RelativeTolerance = tolerance } };
            return Implicit.LinearSolve(new NormalOperator(this, Length), x.As<T>(), options);
        }

        double penalty = Length * PenaltyScale!.Value;
        return MisfitFrameScale is double frame
            ? ((1 / penalty) * x) - ((1 / (penalty * (penalty + frame))) * misfit!.Back.Apply(misfit.Forward.Apply(x)))
            : (1 / (penalty + (MisfitScale ?? 0))) * x;
    }

    /// <summary>How the next solve goes.</summary>
    /// <param name="options">How exactly, and with how many steps at most.</param>
    /// <param name="missing">What is missing for a minimum; not a number: not known.</param>
    /// <param name="scale">The largest magnitude so far of what cancels in it.</param>
    /// <param name="cancelled">Looked at in each step.</param>
    internal void Prepare(CompositeOptions options, double missing, double scale, CancellationToken cancelled)
    {
        accuracyBefore = accuracy;
        accuracy = accuracy.For(options, missing, scale);
        cancellation = cancelled;
    }

    /// <summary>A first iterate: limits begin anew.</summary>
    internal void Restart() => accuracy = default;

    /// <summary>Takes the products of the x at which the next solve begins, so that it needs none of its own for that.</summary>
    /// <param name="x">x.</param>
    /// <param name="images">K_i x.</param>
    /// <param name="misfitImage">A x; not looked at where there is a closed form.</param>
    internal void Remember(in UntypedArray x, ReadOnlySpan<UntypedArray> images, in UntypedArray misfitImage)
    {
        Backend backend = compute.Backend;
        if (PenaltyScale is double scale)
        {
            backend.Affine(scale, x, 0, PenaltyProduct);
        }
        else
        {
            backend.Fill(PenaltyProduct, 0);
            for (int i = 0; i < penalties.Length; i++)
            {
                penalties[i].Back.Apply(images[i], part);
                backend.AddScaled(1, part, PenaltyProduct);
            }
        }

        if (misfit is not null && !IsClosed) misfit.Back.Apply(misfitImage, misfitProduct);
        remembers = true;
    }

    internal void Visit(StateExchange exchange)
    {
        accuracy.Visit(exchange);
        if (IsClosed) return;
        exchange.Array(PenaltyProduct);
        if (misfit is not null) exchange.Array(misfitProduct);
    }

    public void Dispose()
    {
        begin.Release();
        misfitProduct.Release();
        PenaltyProduct.Release();
        residual.Release();
        part.Release();
        step.P.Release();
        step.Q.Release();
    }

    /// <summary>The scale, if y is this multiple of x but for rounding.</summary>
    private double? IsMultiple(in UntypedArray x, in UntypedArray y, double scale)
    {
        compute.Backend.AddScaled(-scale, x, y);
        double off = compute.Backend.Dot(y, y).Real;
        double size = compute.Backend.Dot(x, x).Real;
        double rounding = 1e3 * Precision.UnitRoundoff(ElementTypes.Of<T>()) * scale;
        return off <= rounding * rounding * size ? scale : null;
    }

    private void Iterate(in UntypedArray b, in UntypedArray x)
    {
        Backend backend = compute.Backend;
        var on = new ArrayAlgebra(backend);
        backend.Copy(x, begin);
        if (remembers)
        {
            backend.Copy(b, residual);
            backend.AddScaled(-Length, PenaltyProduct, residual);
            if (misfit is not null) backend.AddScaled(-1, misfitProduct, residual);
        }
        else
        {
            Product(x, residual, 1, Length);
            backend.Binary(BinaryOp.Subtract, b, residual, residual);
        }

        double rounding = 2 * Precision.UnitRoundoff(ElementTypes.Of<T>());
        double limit = Math.Max(accuracy.Limit, Math.Max(accuracy.RelativeLimit, rounding) * Math.Sqrt(backend.Dot(b, b).Real));
        step.Begin(on, maps, b, x, residual);
        for (int k = 0; k < accuracy.Steps && step.Rho > limit * limit; k++)
        {
            if (cancellation.IsCancellationRequested)
            {
                backend.Copy(begin, x);
                accuracy = accuracyBefore;
                cancellation.ThrowIfCancellationRequested();
            }

            step.Probe(on, maps);
            if (!(step.Curvature > 0)) break;
            step.Move(on, step.Rho / step.Curvature);
            step.Turn(on, maps);
        }

        Left = Math.Sqrt(step.Rho);
    }

    /// <summary>into = misfitWeight A^H A x + penaltyWeight sum_i K_i^H K_i x; gives (x, into) / |x|^2 for one weight 1 and one 0.</summary>
    private double Product(in UntypedArray x, in UntypedArray into, double misfitWeight, double penaltyWeight)
    {
        Backend backend = compute.Backend;
        backend.Fill(into, 0);
        double product = 0;
        if (misfit is not null && misfitWeight != 0) product += Add(misfit, x, misfitWeight, into);
        if (penaltyWeight == 0) return product / backend.Dot(x, x).Real;
        double squared = backend.Dot(x, x).Real;
        if (PenaltyScale is double scale)
        {
            backend.AddScaled(penaltyWeight * scale, x, into);
            return (product / squared) + (penaltyWeight * scale);
        }

        foreach (CompositeTerm penalty in penalties) product += Add(penalty, x, penaltyWeight, into);
        return product / squared;
    }

    private double Add(CompositeTerm term, in UntypedArray x, double weight, in UntypedArray into)
    {
        Backend backend = compute.Backend;
        if (!term.HasOperator)
        {
            backend.AddScaled(weight, x, into);
            return weight * backend.Dot(x, x).Real;
        }

        UntypedArray image = backend.Allocate(term.Type, term.Range, compute.Memory);
        UntypedArray back = backend.Allocate(ElementTypes.Of<T>(), shape, compute.Memory);
        term.Forward.Apply(x, image);
        double product = weight * backend.Dot(image, image).Real;
        term.Back.Apply(image, back);
        backend.AddScaled(weight, back, into);
        image.Release();
        back.Release();
        return product;
    }

    private UntypedArray New() => compute.Backend.Allocate(ElementTypes.Of<T>(), shape, compute.Memory);

    /// <summary>The matrix of the system, on arrays.</summary>
    private sealed class NormalMap(NormalSystem<T> system) : IStepMap
    {
        public void Apply(in UntypedArray x, in UntypedArray into) => system.Product(x, into, 1, system.Length);

        public Var Apply(Var x) => throw new System.Diagnostics.UnreachableException();
    }

    /// <summary>The matrix of the system for one r, as an operator that is its own adjoint.</summary>
    private sealed class NormalOperator(NormalSystem<T> system, double length) : LinearOperator<T, T>(system.compute, system.shape, system.shape)
    {
        protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into) => system.Product(x, into, 1, length);

        protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into) => system.Product(y, into, 1, length);
    }
}
