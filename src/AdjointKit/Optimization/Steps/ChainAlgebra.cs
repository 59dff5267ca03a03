using AdjointKit.Devices;

namespace AdjointKit.Optimization.Steps;

/// <summary>Steps that work element by element, written down as a chain: vectors are the numbers of its places.</summary>
internal readonly struct ChainAlgebra(ElementChain chain) : IStepAlgebra<int, RealScalar>
{
    public void Apply(IStepMap f, int x, ref int into) => throw NotElementwise();

    public void Copy(int x, ref int into) => chain.Add(ElementChain.Operation.Copy, into, x);

    public void Clear(int x, ref int into) => chain.Add(ElementChain.Operation.Clear, into);

    public void AddScaled(RealScalar scale, int x, ref int into) => chain.AddWithNumber(ElementChain.Operation.AddScaled, into, scale.Value, x);

    public void AddMultiple(double factor, int x, ref int into) => chain.AddWithNumber(ElementChain.Operation.AddScaled, into, factor, x);

    public void Combine(double a, int x, double b, int y, ref int into)
    {
        if (into != y) chain.Add(ElementChain.Operation.Copy, into, y);
        chain.AddWithNumber(ElementChain.Operation.Scale, into, b);
        chain.AddWithNumber(ElementChain.Operation.AddScaled, into, a, x);
    }

    public void Descend(IDescentMap prox, int x, int previous, double momentum, ref int gradient, ref int ahead, ref int point, ref int into) => throw NotElementwise();

    public void Scale(RealScalar scale, ref int x) => chain.AddWithNumber(ElementChain.Operation.Scale, x, scale.Value);

    public void Multiply(int a, int b, ref int into) => chain.Add(ElementChain.Operation.Multiply, into, a, b);

    public void Divide(int a, int b, ref int into) => chain.Add(ElementChain.Operation.Divide, into, a, b);

    public void Sqrt(int x, ref int into) => chain.Add(ElementChain.Operation.Sqrt, into, x);

    public void Shift(double number, ref int x) => chain.AddWithNumber(ElementChain.Operation.Shift, x, number);

    public RealScalar Dot(int a, int b) => throw NotElementwise();

    public RealScalar Number(double value) => value;

    private static NotSupportedException NotElementwise() => new("this step does not work element by element");
}
