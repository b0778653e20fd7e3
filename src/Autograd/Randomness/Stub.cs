namespace Autograd;
#pragma warning disable
public sealed class Generator { Random r; public Generator(ulong s=0){r=new((int)s);} public void Uniform(Span<float> x){foreach(ref var v in x)v=r.NextSingle();} public void Uniform(Span<double> x){foreach(ref var v in x)v=r.NextDouble();} public void Normal(Span<float> x, float m=0, float s=1){} public void Normal(Span<double> x, double m=0,double s=1){} public void Integers(Span<long> x,long a,long b){} public void Permutation(Span<long> x){} }
public static class Randomness { public static Generator Default => new(); }
