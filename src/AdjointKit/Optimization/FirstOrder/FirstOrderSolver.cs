using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>An <see cref="Optimizer"/> on one function: a step of the rule, and the function and its gradient once. The value may go up for a while, and noise is no standstill.</summary>
internal sealed class FirstOrderSolver<T> : SmoothSolver<T>
    where T : unmanaged
{
    private readonly Optimizer optimizer;
    private bool averaged;

    internal FirstOrderSolver(Objective<T> objective, Shape shape, MinimizerOptions options, Compute? own)
        : base(objective, shape, options, own) => optimizer = new Optimizer([X], options.FirstOrder, objective.Compute);

    public override string Name => optimizer.Options.Rule.Name;

    /// <summary>The mean of the iterates where one is kept; residual and value are those of the iterate.</summary>
    public override NdArray<T> Solution => averaged ? optimizer.Average(0).As<T>() : X;

    private protected override bool MayRise => true;

    private protected override void Restart()
    {
        optimizer.Restart();
        averaged = false;
    }

    private protected override bool Move()
    {
        optimizer.Step(X, G);
        averaged = optimizer.Options.Average is not null;
        Evaluate();
        return true;
    }

    private protected override void Exchange(StateExchange exchange)
    {
        base.Exchange(exchange);
        optimizer.Exchange(exchange);
        averaged = optimizer.Options.Average is not null && optimizer.Steps > 0;
    }

    private protected override void Release()
    {
        base.Release();
        optimizer.Dispose();
    }
}
