using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>A field at a sensor, gone back over one distance after another by the adjoint of a filter: its transform is kept, so that a distance takes a product and one transform back.</summary>
/// <typeparam name="T">The element type of fields.</typeparam>
internal sealed class RefocusedPlanes<T> : IDisposable
    where T : unmanaged
{
    private readonly FocusPlanes focus;
    private readonly NdArray<T> spectrum;
    private readonly NdArray<T> product;
    private readonly NdArray<T> plane;
    private readonly GridFourierPlan plan;

    internal RefocusedPlanes(NdArray<T> field, FocusPlanes focus)
    {
        if (field.Shape != focus.Grid.Shape) throw new ArgumentException($"the field has the shape {field.Shape}, its grid {focus.Grid.Shape}", nameof(field));
        this.focus = focus;
        int padding = focus.Method.Padding ?? focus.Method.DefaultPadding;
        var padded = new Shape(focus.Grid.Ny * padding, focus.Grid.Nx * padding);
        Compute compute = focus.Compute;
        plan = compute.Backend.PlanFourier(padded);
        spectrum = compute.Empty<T>(padded);
        product = compute.Empty<T>(padded);
        plane = compute.Empty<T>(field.Shape);
        new ResizeStep<T>(field.Shape, padded).Apply(compute.Backend, field, spectrum);
        plan.Forward(spectrum, spectrum);
    }

    /// <summary>The field at a distance in front of the sensor, valid until the next is asked for.</summary>
    internal NdArray<T> At(double distance)
    {
        Backend backend = focus.Compute.Backend;
        using NdArray<T> transfer = focus.Transfer<T>(distance, spectrum.Shape);
        backend.Unary(UnaryOp.Conjugate, transfer, product);
        backend.Binary(BinaryOp.Multiply, product, spectrum, product);
        plan.Inverse(product, product);
        new ResizeStep<T>(product.Shape, plane.Shape).Apply(backend, product, plane);
        return plane;
    }

    public void Dispose()
    {
        spectrum.Dispose();
        product.Dispose();
        plane.Dispose();
    }
}
