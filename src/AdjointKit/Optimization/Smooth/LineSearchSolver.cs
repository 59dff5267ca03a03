using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>A method that chooses a direction and goes along it.</summary>
internal abstract class LineSearchSolver<T> : SmoothSolver<T>
    where T : unmanaged
{
    private readonly double curvature;

    private protected LineSearchSolver(Objective<T> objective, Shape shape, MinimizerOptions options, Compute? own, double curvature)
        : base(objective, shape, options, own)
    {
        this.curvature = options.Curvature ?? curvature;
        Direction = NewArray(shape);
        XBefore = NewArray(shape);
        GBefore = NewArray(shape);
    }

    private protected NdArray<T> Direction { get; }

    /// <summary>The iterate before the last step.</summary>
    private protected NdArray<T> XBefore { get; }

    /// <summary>The gradient before the last step.</summary>
    private protected NdArray<T> GBefore { get; }

    /// <summary>The length of the last step, a multiple of the direction.</summary>
    private protected double Length { get; set; }

    /// <summary>The step of a first trial along the negative gradient: of length 1, as nothing is known.</summary>
    private protected double UnitStep() => 1 / Norm(Direction);

    /// <summary>direction = -g.</summary>
    private protected void Descend() => Backend.Affine(-1, G, 0, Direction);

    /// <summary>The slope along the direction.</summary>
    private protected double Slope() => Backend.Dot(G, Direction).Real;

    /// <summary>Goes along the direction; where that leads nowhere the iterate is what it was, and the answer false.</summary>
    private protected bool Search(double slope, double first, double largest = 1e10)
    {
        Backend.Copy(X, XBefore);
        Backend.Copy(G, GBefore);
        double valueBefore = Value;
        var search = new StrongWolfeSearch(Value, slope, first, largest, Options.SufficientDecrease, curvature, Roundoff);
        while (true)
        {
            Length = search.Step;
            Backend.Copy(XBefore, X);
            Backend.AddScaled(Length, Direction, X);
            Confine(X);
            Evaluate();
            switch (search.Next(Value, Slope()))
            {
                case SearchVerdict.Accept:
                    return true;
                case SearchVerdict.Fail:
                    Backend.Copy(XBefore, X);
                    Backend.Copy(GBefore, G);
                    Value = valueBefore;
                    return false;
            }
        }
    }

    private protected override void Release()
    {
        base.Release();
        Direction.Dispose();
        XBefore.Dispose();
        GBefore.Dispose();
    }
}
