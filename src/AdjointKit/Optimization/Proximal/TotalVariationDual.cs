using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>
/// The dual iteration of <see cref="TotalVariation2D{T}"/> on arrays: p = P(q + D u / (8 t)) with u = x - t D^H q, and q = p + momentum (p - the one before). Momentum begins anew where it leads
/// uphill (O'Donoghue and Candès 2015).
/// </summary>
internal struct TotalVariationDual<T>
    where T : unmanaged
{
    private readonly Backend backend;
    private readonly UntypedArray x;
    private readonly UntypedArray u;
    private readonly double t;
    private readonly double stepLength;
    private readonly bool isotropic;
    private readonly int axis;
    private readonly UntypedArray slope;
    private readonly UntypedArray size;
    private readonly UntypedArray otherSize;
    private readonly UntypedArray one;
    private UntypedArray down;
    private UntypedArray along;
    private UntypedArray nextDown;
    private UntypedArray nextAlong;
    private readonly UntypedArray aheadDown;
    private readonly UntypedArray aheadAlong;
    private double count = 1;

    internal TotalVariationDual(Compute compute, in UntypedArray x, double t, double normSquared, bool isotropic, in UntypedArray u)
    {
        backend = compute.Backend;
        this.x = x;
        this.u = u;
        this.t = t;
        this.isotropic = isotropic;
        stepLength = 1 / (normSquared * t);
        axis = x.Rank - 2;
        ElementType real = ElementTypes.RealOf(x.ElementType);
        slope = backend.Allocate(x.ElementType, x.Shape, compute.Memory);
        size = backend.Allocate(real, x.Shape, compute.Memory);
        otherSize = backend.Allocate(real, x.Shape, compute.Memory);
        one = backend.Allocate(real, default, compute.Memory);
        down = backend.Allocate(x.ElementType, x.Shape, compute.Memory);
        along = backend.Allocate(x.ElementType, x.Shape, compute.Memory);
        nextDown = backend.Allocate(x.ElementType, x.Shape, compute.Memory);
        nextAlong = backend.Allocate(x.ElementType, x.Shape, compute.Memory);
        aheadDown = backend.Allocate(x.ElementType, x.Shape, compute.Memory);
        aheadAlong = backend.Allocate(x.ElementType, x.Shape, compute.Memory);
        backend.Fill(one, 1);
        backend.Fill(down, 0);
        backend.Fill(along, 0);
        backend.Fill(aheadDown, 0);
        backend.Fill(aheadAlong, 0);
    }

    /// <summary>One step; the momentum that it took.</summary>
    internal double Advance()
    {
        Primal(aheadDown, aheadAlong);
        Differences(axis, nextDown);
        Differences(axis + 1, nextAlong);
        Climb(nextDown, aheadDown);
        Climb(nextAlong, aheadAlong);
        Project();
        double next = (1 + Math.Sqrt(1 + (4 * count * count))) / 2;
        double momentum = (count - 1) / next;
        if (Uphill(aheadDown, nextDown, down) + Uphill(aheadAlong, nextAlong, along) > 0) (momentum, next) = (0, 1);
        count = next;
        Extrapolate(nextDown, down, momentum, aheadDown);
        Extrapolate(nextAlong, along, momentum, aheadAlong);
        (down, nextDown) = (nextDown, down);
        (along, nextAlong) = (nextAlong, along);
        return momentum;
    }

    /// <summary>Puts x - t D^H p into the result; the gap there.</summary>
    internal double Gap()
    {
        Primal(down, along);
        Differences(axis, nextDown);
        Differences(axis + 1, nextAlong);
        double product = backend.Dot(nextDown, down).Real + backend.Dot(nextAlong, along).Real;
        backend.Unary(UnaryOp.Abs, nextDown, size);
        backend.Unary(UnaryOp.Abs, nextAlong, otherSize);
        backend.Binary(isotropic ? BinaryOp.Hypot : BinaryOp.Add, size, otherSize, size);
        backend.Fill(otherSize, 1);
        return t * (backend.Dot(size, otherSize).Real - product);
    }

    internal readonly void Release()
    {
        slope.Release();
        size.Release();
        otherSize.Release();
        one.Release();
        down.Release();
        along.Release();
        nextDown.Release();
        nextAlong.Release();
        aheadDown.Release();
        aheadAlong.Release();
    }

    /// <summary>u = x - t D^H p; the last entries of p are 0.</summary>
    private readonly void Primal(in UntypedArray p, in UntypedArray q)
    {
        backend.Copy(x, u);
        Add(p, axis);
        Add(q, axis + 1);
    }

    private readonly void Add(in UntypedArray p, int along)
    {
        nint steps = u.Shape[along] - 1;
        backend.AddScaled(t, p, u);
        if (steps > 0) backend.AddScaled(-t, p.Slice(along, 0, steps, 1), u.Slice(along, 1, steps, 1));
    }

    private readonly void Differences(int along, in UntypedArray into)
    {
        nint steps = u.Shape[along] - 1;
        backend.Fill(into, 0);
        if (steps > 0) backend.Binary(BinaryOp.Subtract, u.Slice(along, 1, steps, 1), u.Slice(along, 0, steps, 1), into.Slice(along, 0, steps, 1));
    }

    private readonly void Climb(in UntypedArray slopeAndResult, in UntypedArray from)
    {
        backend.Affine(stepLength, slopeAndResult, 0, slopeAndResult);
        backend.AddScaled(1, from, slopeAndResult);
    }

    private readonly void Project()
    {
        backend.Unary(UnaryOp.Abs, nextDown, size);
        backend.Unary(UnaryOp.Abs, nextAlong, otherSize);
        if (isotropic) backend.Binary(BinaryOp.Hypot, size, otherSize, size);
        Shorten(nextDown, size);
        Shorten(nextAlong, isotropic ? size : otherSize);
    }

    private readonly void Shorten(in UntypedArray p, in UntypedArray length)
    {
        backend.Binary(BinaryOp.Maximum, length, one, length);
        backend.Copy(length, slope);
        backend.Binary(BinaryOp.Divide, p, slope, p);
    }

    /// <summary>(q - p, p - the one before): above 0 where the last move went against the slope.</summary>
    private readonly double Uphill(in UntypedArray ahead, in UntypedArray next, in UntypedArray before)
    {
        backend.Binary(BinaryOp.Subtract, next, before, slope);
        return (backend.Dot(ahead, slope) - backend.Dot(next, slope)).Real;
    }

    private readonly void Extrapolate(in UntypedArray next, in UntypedArray before, double momentum, in UntypedArray ahead)
    {
        backend.Affine(-momentum, before, 0, ahead);
        backend.AddScaled(1 + momentum, next, ahead);
    }
}
