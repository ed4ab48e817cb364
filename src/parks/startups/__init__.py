"""startups"""
